"""When drafts go live, and how deleted ones come back."""
