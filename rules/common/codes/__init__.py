"""Classification codes and names."""
