"""Questions to answers: normalise, link names, fill the query form, look it up, say it with citations."""
