"""The table of contents (目录)."""
