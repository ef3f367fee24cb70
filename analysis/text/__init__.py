"""Text: articles become tokens, counts and matches."""
