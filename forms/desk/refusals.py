"""What the desk refuses, in words for the person who asked."""

from __future__ import annotations


class DeskRefused(Exception):
    """The desk does not do this; the message says why and what to do."""
