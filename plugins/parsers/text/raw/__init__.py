"""Tables in the raw text of a PDF, whose empty cells are lost."""
