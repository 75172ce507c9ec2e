"""Rules over several disclosures of one body, or of a department and its units."""
