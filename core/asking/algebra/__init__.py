"""What can be asked: scope × measure × operation, typed and closed."""
