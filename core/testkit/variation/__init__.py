"""Variations that keep the meaning (变体): the same facts and findings must come out of other words, captions, tables, pages and files."""
