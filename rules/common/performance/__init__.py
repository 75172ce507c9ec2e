"""Performance forms."""
