"""Show: tables become pictures and HTML; nothing here computes a statistic."""
