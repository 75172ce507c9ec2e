"""From a question to a query: pieces over a lexicon, combined by type; every content word is covered or named."""
