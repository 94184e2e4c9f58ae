"""What an editor fills in: the StreamField blocks of steps, questions, conditions, disclosures and routes."""
