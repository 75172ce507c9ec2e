"""People, posts, cars, assets, procurement."""
