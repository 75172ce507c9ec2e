"""Projects (项目) wherever they are stated."""
