"""Who is signed in: allauth's answer to an e-mail address and a password, and the person of a session."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from rows import row_of


class Backend(AuthenticationBackend):
    """allauth's backend; the person of a session is found with SQL that is put together once."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the person that a session names, None for one who is gone or no longer active."""
        user = row_of(User, user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
