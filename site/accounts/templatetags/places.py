"""What templates ask about a person's places."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import AnonymousUser

from accounts import places
from accounts.models import User

register = template.Library()


@register.filter
def only_signs(user: User | AnonymousUser) -> bool:
    """Say whether a person signs agreements here and nothing else."""
    return places.only_signs(user)
