"""Answers: what was understood, looked up and put into words, one module a kind of question."""
