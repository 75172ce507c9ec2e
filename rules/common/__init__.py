"""Rules for every place."""
