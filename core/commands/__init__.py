"""Groups of commands, beside those of ``cli.py``: each reads arguments, calls the core, prints."""
