"""The explanation: recomputed, and against the statements."""
