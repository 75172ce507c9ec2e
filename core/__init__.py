"""The machine. Knows no region, no file format, no rule."""
