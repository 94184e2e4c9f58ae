"""Whoever fills in an open form without an account: who they are, what is no person, and where they are let in."""
