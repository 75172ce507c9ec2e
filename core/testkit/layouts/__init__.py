"""Layouts: how a region prints the books as blocks."""
