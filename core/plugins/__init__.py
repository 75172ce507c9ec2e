"""The plugin manager, and what it looks at before it uses what a plugin hands over."""
