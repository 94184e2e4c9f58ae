"""What the library refuses. Each message tells a person what happened and what to do."""

from __future__ import annotations


class LibraryRefused(Exception):
    """Something that the library does not do; the message is for the person who asked."""


class FileRefused(LibraryRefused):
    """The file is of no kind that is taken, is not what its name says, or is too large."""


class VersionKept(LibraryRefused):
    """A version never changes: what differs is a new version."""


class SameFile(LibraryRefused):
    """The newest version is this very file under this very title, summary and declarations."""


class NotReady(LibraryRefused):
    """The version has no verdict of the virus scan, or nothing could be read in it."""
