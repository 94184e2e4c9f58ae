"""Which programmes somebody works for, so that lists of one programme never show another's."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from content.roles.models import RoleGroup
from programme.models import Programme

# Whoever looks after programmes themselves sees all of them.
EVERY_PROGRAMME = "programme.change_programme"


def programmes_of(user: Any) -> QuerySet[Programme]:
    """Return the programmes in which a person has a role; all for those who look after programmes."""
    if user.is_superuser or user.has_perm(EVERY_PROGRAMME):
        return Programme.objects.all()
    held = RoleGroup.objects.filter(group__user=user.pk).values("programme")
    return Programme.objects.filter(pk__in=held)


def pages_of(user: Any) -> PageQuerySet:
    """Return the pages of the programmes in which a person has a role."""
    found: PageQuerySet = Page.objects.none()
    for programme in programmes_of(user).select_related("site__root_page"):
        found |= Page.objects.descendant_of(programme.site.root_page, inclusive=True)
    return found
