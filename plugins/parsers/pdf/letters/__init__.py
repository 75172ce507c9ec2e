"""The text layer: runs of letters, and what tags say of them."""
