"""Generated documents: what they consist of, what is known of them, and who writes them."""
