"""What is read of a file: documents, figures, text, and what a parser is."""
