"""Pages that somebody may choose to link to: those of the programmes for which they work."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page
from wagtail.query import PageQuerySet

from content.roles.models import RoleGroup
from content.roles.reach import programmes_of
from programme.models import Programme


def reached_by(user: Any) -> QuerySet[Programme]:
    """Return the programmes that a person's groups reach.

    A role is of one programme. Whoever has none holds groups that are of no programme in particular.
    """
    if RoleGroup.objects.filter(group__user=user.pk).exists():
        return programmes_of(user)
    return Programme.objects.all()


@hooks.register("construct_page_chooser_queryset")
def own_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Offer the pages of one's own programmes, and those above them, through which one gets there."""
    own = Q(pk__in=())
    for programme in reached_by(request.user).select_related("site__root_page"):
        first: Page = programme.site.root_page
        above = [first.path[:end] for end in range(Page.steplen, len(first.path), Page.steplen)]
        own |= Q(path__startswith=first.path) | Q(path__in=above)
    found: PageQuerySet = pages.filter(own)
    return found
