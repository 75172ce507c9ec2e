"""From rules, lines and letters to grids: what an engine makes of a page."""
