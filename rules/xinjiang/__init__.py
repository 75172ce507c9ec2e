"""Rules for 新疆 only."""
