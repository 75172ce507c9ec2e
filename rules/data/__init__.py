"""Code tables, administrative divisions and legal bases."""
