"""What templates ask about a person's places."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import person_of

register = template.Library()


@register.filter
def only_signs(user: User | AnonymousUser) -> bool:
    """Say whether a person signs agreements here and nothing else; at most one query for each request."""
    return person_of(user).only_signs
