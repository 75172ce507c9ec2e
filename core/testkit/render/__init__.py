"""Drawing generated documents as files."""
