"""Questions to answers: link names, fill a query form, look up with parameters, answer from rows. No model writes anything."""
