"""Pages of the site that gather what several documents say: bodies, places, rules, what was searched for, what is taken away."""
