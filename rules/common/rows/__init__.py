"""Rows of statements."""
