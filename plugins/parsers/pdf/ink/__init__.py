"""What is painted on a page: the open file, its geometry, ruled lines, pictures."""
