"""The admin's pages of the desk."""
