"""The admin pages of change control: what changes, versions, comments, closing, files."""
