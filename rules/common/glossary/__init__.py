"""Definitions (名词解释)."""
