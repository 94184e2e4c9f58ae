"""The glossary of a programme: what its short forms stand for."""
