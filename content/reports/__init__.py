"""Reports about content, and how often pages are read."""
