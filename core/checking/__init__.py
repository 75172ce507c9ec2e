"""Rules over a disclosure."""
