"""One fact in several statements."""
