"""The editor of forms in the Wagtail admin."""
