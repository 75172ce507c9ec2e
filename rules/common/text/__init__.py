"""The quality of the text, and personal data in it."""
