"""Whose a draft is: a member's who is signed in, or a visitor's who holds the token."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils.crypto import constant_time_compare

from accounts.models import User
from accounts.permissions import person_of
from forms.submissions.models import Draft
from forms.submissions.visitors.identity import ACTOR, Visitor

# Who fills in a form.
Filler = User | Visitor


def is_of(draft: Draft, by: Filler) -> bool:
    """Say whether a draft is this person's own."""
    if isinstance(by, Visitor):
        return draft.owner_id is None and constant_time_compare(draft.visitor_hash, by.hash)
    return draft.owner_id == by.pk


def may_send(draft: Draft, by: Filler) -> bool:
    """Say whether it is this person's own, and a member's still one of the draft's organisation."""
    if isinstance(by, User) and draft.organisation_id not in person_of(by).organisation_ids:
        return False
    return is_of(draft, by)


def actor_of(by: Filler) -> object:
    """Return what the audit trail keeps of who did something."""
    return ACTOR if isinstance(by, Visitor) else by


def lifetime_of(draft: Draft) -> timedelta:
    """Return how long a draft lives after it was saved: a visitor's as long as the cookie."""
    lifetime: timedelta = (
        settings.VISITOR_DRAFT_LIFETIME if draft.owner_id is None else settings.DRAFT_LIFETIME
    )
    return lifetime
