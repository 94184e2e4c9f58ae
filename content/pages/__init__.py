"""The page types of a programme's site."""
