"""Where an editor begins to try a form."""
