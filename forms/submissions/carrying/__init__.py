"""Drafts of earlier versions once their time is over: carried over to the live version, or to be reviewed."""
