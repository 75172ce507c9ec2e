"""State-owned assets (国有资产)."""
