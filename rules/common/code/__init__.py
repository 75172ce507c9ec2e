"""Classification codes and names (科目编码)."""
