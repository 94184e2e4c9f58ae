"""What a header says of a person's places: remembered, so that the pages of the site need not ask each time.

Only for what is shown. Who may do what is asked of the database each time (`accounts.permissions`).
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models.signals import post_delete, post_save

from accounts.models import Membership, User
from accounts.permissions import person_of
from stamps import MEMBERSHIPS, remembered, renew_when_saved


def only_signs(user: User | AnonymousUser) -> bool:
    """Say whether a person signs agreements here and nothing else; one query after anybody's place changed."""
    if user.is_anonymous:
        return False
    return remembered(MEMBERSHIPS, ("only signs", user.pk), lambda: person_of(user).only_signs)


def connect_signals() -> None:
    """Forget what is remembered when anybody's place changes."""
    post_save.connect(_renew, sender=Membership, dispatch_uid="places_begun_or_ended")
    post_delete.connect(_renew, sender=Membership, dispatch_uid="places_deleted")


def _renew(**_signal: Any) -> None:
    renew_when_saved(MEMBERSHIPS)
