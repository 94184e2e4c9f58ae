"""Spare a wait for the disk where nothing is lost by a power cut that another try does not bring back."""

from __future__ import annotations

from django.db import connection


def flush_with_the_next() -> None:
    """Let the current transaction reach the disk together with the next one that waits for it.

    It is visible to everybody at once, and a process that is killed loses nothing; only if the database's
    machine loses power may it be gone. PostgreSQL keeps the order: a later transaction never survives
    without this one. Only for what is then simply done again. SQLite decides by its own setting.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO OFF")
