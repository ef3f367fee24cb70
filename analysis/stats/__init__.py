"""Stats: counts and matches become tables; nothing here draws or prints."""
