"""Workbook: the questions that can be put to a corpus, and their results."""
