"""Links that show a draft to somebody without an account, until a day."""
