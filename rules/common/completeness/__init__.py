"""What must be there: tables, sections, notes, the contents list."""
