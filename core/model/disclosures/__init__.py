"""What is understood of a document: statements, claims, coverage; region packs and reference data."""
