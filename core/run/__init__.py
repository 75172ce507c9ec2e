"""Files into results: inputs, workers, joining of files of one disclosure, options and settings."""
