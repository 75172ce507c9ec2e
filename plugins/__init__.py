"""What ships, loaded through the same hooks as anybody's."""
