"""Numbers and headings of tables."""
