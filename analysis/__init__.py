"""Discourse analysis of news articles: see the README."""
