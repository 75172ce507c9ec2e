"""Rules for 新疆 only: what its documents print and nothing else does."""
