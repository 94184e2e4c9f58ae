"""Sessions in the database, found by their key."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.http import HttpRequest
from django.utils import timezone

from rows import row_of


class SessionStore(db.SessionStore):
    """Django's own sessions, found with SQL that is put together once: every request asks for one."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; without a session that is in force, start an empty one."""
        row = row_of(self.get_model_class(), self.session_key) if self.session_key else None
        if row is None or row.expire_date <= timezone.now():
            return super().load()
        return self.decode(row.session_data)


def sitting_of(request: HttpRequest) -> str:
    """Name the sitting of a request without giving its session away: the SHA-256 of its key in hex."""
    return hashlib.sha256((request.session.session_key or "").encode()).hexdigest()
