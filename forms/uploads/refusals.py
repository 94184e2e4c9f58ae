"""Why a file is not taken, sent or given out. Each message tells a person what happened and what to do."""

from __future__ import annotations


class FileRefused(Exception):
    """A file is not taken, and none of it is kept."""


class FilesNotReady(Exception):
    """Files of a form cannot be sent yet, or no longer are what the answers say."""


class FileUnavailable(Exception):
    """A file is not to be had: it is not there, not known to be clean, or not what was sent."""
