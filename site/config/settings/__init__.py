"""Settings by surroundings: dev, demo, test and production, all built on base."""
