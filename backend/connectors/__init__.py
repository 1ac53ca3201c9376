"""Ways to the systems in which a commune keeps its requests."""
