"""From documents to disclosures."""
