"""Units of a department (所属单位)."""
