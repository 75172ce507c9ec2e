"""Region files: from TOML to a region, with errors that name the place."""
