"""Government procurement (政府采购)."""
