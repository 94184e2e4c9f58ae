"""Certification in the admin."""
