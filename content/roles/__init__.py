"""Prepared roles of a programme, and the table of who may do what."""
