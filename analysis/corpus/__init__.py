"""Corpus: files become articles, with the spans of each that are headline or not discourse."""
