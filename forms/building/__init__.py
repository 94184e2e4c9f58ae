"""Build forms from what was built before: groups of questions, and steps of other forms."""
