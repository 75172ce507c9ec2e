"""JSON Schemas of the published contracts."""
