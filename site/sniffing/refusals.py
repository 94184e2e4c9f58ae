"""Why a file is not taken, in a person's words."""

from __future__ import annotations


class Unacceptable(Exception):
    """What the file holds is not taken; the message says why and what to do."""
