"""Bring a programme into the database from its folder. What is there already stays as editors left it."""
