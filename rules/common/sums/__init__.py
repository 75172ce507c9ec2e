"""Sums inside a statement."""
