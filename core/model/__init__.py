"""The data model: frozen values that every stage passes on. It imports nothing of the rest."""
