"""Stamps: short values that change when something does, read by all workers, under which answers are kept."""

from stamps.remembering import remembered
from stamps.stores import MEMBERSHIPS, PAGES, RECORDS, Stamps, renew_when_saved, stamps_of
from stamps.watching import is_watched, watch

__all__ = [
    "MEMBERSHIPS",
    "PAGES",
    "RECORDS",
    "Stamps",
    "is_watched",
    "remembered",
    "renew_when_saved",
    "stamps_of",
    "watch",
]
