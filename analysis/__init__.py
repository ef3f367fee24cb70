"""Discourse analysis of news articles: the names of the front door."""
