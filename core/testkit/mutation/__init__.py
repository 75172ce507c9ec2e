"""Planted errors: where, which, and how many of them the rules notice."""
