"""Results as JSON contracts, and as reports for people."""
