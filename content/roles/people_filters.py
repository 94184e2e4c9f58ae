"""The admin's lists are narrowed by the people and sites of those pages alone that a person may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.views.reports.audit_logging import LogEntriesView, SiteHistoryReportFilterSet
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet
from wagtail.log_actions import registry
from wagtail.models import (
    BaseLogEntry,
    Page,
    PageLogEntry,
    Site,
    WorkflowState,
    get_default_page_content_type,
)
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from accounts.models import User
from programme.reach import lookup_of, rows_within_reach

Offer = Callable[[HttpRequest], QuerySet[Any]]


def pages_seen_by(user: Any) -> PageQuerySet:
    """Return the pages that a person meets in the admin's tree."""
    found: PageQuerySet = policy_registry.get_by_type(Page).explorable_instances(user)
    return found


def owners(request: HttpRequest) -> QuerySet[User]:
    """Return who owns a page that the person sees."""
    return _people(pages_seen_by(request.user).values("owner"))


def editors(request: HttpRequest) -> QuerySet[User]:
    """Return who edited a page that the person sees."""
    edits = PageLogEntry.objects.filter(action="wagtail.edit", page__in=pages_seen_by(request.user))
    return _people(edits.order_by().values("user"))


def lockers(request: HttpRequest) -> QuerySet[User]:
    """Return who locked a page that the person sees."""
    return _people(pages_seen_by(request.user).filter(locked=True).values("locked_by"))


def askers(request: HttpRequest) -> QuerySet[User]:
    """Return who submitted a page that the person sees."""
    keys = pages_seen_by(request.user).annotate(key=Cast("pk", CharField())).values("key")
    states = WorkflowState.objects.filter(
        base_content_type=get_default_page_content_type(), object_id__in=keys
    )
    return _people(states.order_by().values("requested_by"))


def sites(request: HttpRequest) -> QuerySet[Site]:
    """Return the sites whose first page the person sees."""
    found: QuerySet[Site] = Site.objects.filter(root_page__in=pages_seen_by(request.user))
    return found


OFFERS: tuple[tuple[type[Any], str, Offer], ...] = (
    (PageFilterSet, "owner", owners),
    (PageFilterSet, "edited_by", editors),
    (PageFilterSet, "site", sites),
    (LockedPagesReportFilterSet, "locked_by", lockers),
    (WorkflowReportFilterSet, "requested_by", askers),
)


def offer_own_people() -> None:
    """Let Wagtail's filters offer these; called once at start-up. What inherits from a filter set follows."""
    for filters, name, offer in OFFERS:
        filters.base_filters[name].queryset = offer


def entries_seen_by(user: Any, entries: QuerySet[Any]) -> QuerySet[Any]:
    """Return of a history those entries that are about the person's own programmes."""
    if entries.model is PageLogEntry:
        # Wagtail has asked the tree already.
        return entries
    others: list[int] = []
    for kind in ContentType.objects.filter(pk__in=entries.order_by().values("content_type")):
        model = kind.model_class()
        if model is None or lookup_of(model) is None:
            continue
        own = rows_within_reach(user, model._default_manager.all())
        keys = [str(key) for key in own.values_list("pk", flat=True)]
        others += entries.filter(content_type=kind).exclude(object_id__in=keys).values_list("pk", flat=True)
    return entries.exclude(pk__in=others)


class OwnHistoryFilterSet(SiteHistoryReportFilterSet):
    """The filters of the site's history."""

    def get_users_queryset(self) -> QuerySet[User]:
        keys: set[Any] = set()
        for model in registry.get_log_entry_models():
            entries = model.objects.viewable_by_user(self.request.user)
            own = entries_seen_by(self.request.user, entries)
            keys |= set(own.order_by().values_list("user", flat=True).distinct())
        return User.objects.filter(pk__in=keys).order_by(User.USERNAME_FIELD)


class OwnHistoryView(LogEntriesView):
    """The site's history, of the person's own programmes."""

    filterset_class = OwnHistoryFilterSet

    def filter_queryset(self, queryset: QuerySet[BaseLogEntry]) -> QuerySet[BaseLogEntry]:
        found: QuerySet[BaseLogEntry] = super().filter_queryset(entries_seen_by(self.request.user, queryset))
        return found


def _people(keys: QuerySet[Any]) -> QuerySet[User]:
    return User.objects.filter(pk__in=keys).order_by(User.USERNAME_FIELD)
