"""From lines and letters to grids of tables without full rules."""
