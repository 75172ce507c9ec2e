"""What a generated document consists of, and how it is composed."""
