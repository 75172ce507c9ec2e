"""The public site: configuration, templates, static files, and the Datasette plugin."""
