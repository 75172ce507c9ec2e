"""The two engines, and what both make of a page."""
