"""The fictional books of a body: who it is, its money, and the reasons of what changes."""
