"""Which statement a table is, and what its columns carry."""
