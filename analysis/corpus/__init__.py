"""Corpus: what people have becomes articles, each with the spans that are not discourse."""
