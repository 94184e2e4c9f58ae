"""The admin's pages about restricted tasks, for those with the right to them."""
