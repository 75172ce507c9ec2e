"""The fixed columns in which 新疆 explains projects."""
