"""The report of external links in the admin, and the button that has one checked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column

from content.link_checks.models import ExternalLink
from content.link_checks.services import ChecksOff, check_again
from content.reports.base import ContentReport
from content.roles.reach import programmes_of
from content.roles.rights import LINKS, RECHECK
from programme.viewsets import post_action

NAME = "broken_links_report"


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link that does not work, in one of the places where it stands."""

    title: str
    address: str
    since: date | None
    answer: str
    checked_on: date | None
    path: str
    link_id: UUID


class AgainColumn(Column):
    """The button that has a link checked again."""

    cell_template_name = "link_checks/admin/again.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        action = reverse("link_checks:again", args=[instance.link_id])
        return {**context, "action": action, "csrf_token": parent_context.get("csrf_token")}


class BrokenLinksReport(ContentReport):
    """External links that are broken or lead into a private network."""

    page_title = "Broken links"
    permission = LINKS
    name = "broken_links"
    header_icon = "link-external"
    index_url_name, index_results_url_name = NAME, f"{NAME}_results"
    headings = {
        "title": "Where",
        "address": "Link",
        "since": "Broken since",
        "answer": "Last answer",
        "checked_on": "Checked",
    }

    def get_page_subtitle(self) -> str:
        return "" if settings.LINK_CHECKS else "Checks are switched off here"

    @property
    def columns(self) -> list[Column]:
        own = super().columns
        return [*own, AgainColumn("again", label="")] if self.request.user.has_perm(RECHECK) else own

    def rows(self) -> Sequence[LinkRow]:
        found = ExternalLink.objects.filter(
            programme__in=programmes_of(self.request.user),
            state__in=[ExternalLink.State.BROKEN, ExternalLink.State.REFUSED],
        ).prefetch_related("uses")
        return [_row(link, use) for link in found for use in link.uses.all()]


@require_POST
def again(request: HttpRequest, pk: Any) -> HttpResponse:
    """Have a link of a programme of the person checked again."""
    link = get_object_or_404(ExternalLink, pk=pk, programme__in=programmes_of(request.user))
    return post_action(
        request,
        permission=RECHECK,
        action=lambda: check_again(link=link, by=request.user, now=timezone.now()),  # type: ignore[arg-type]
        refusals=(ChecksOff,),
        done="It is checked again within some minutes.",
        back=reverse(NAME),
    )


def _row(link: ExternalLink, use: Any) -> LinkRow:
    return LinkRow(
        title=use.title,
        address=link.address,
        since=timezone.localdate(link.broken_since) if link.broken_since else None,
        answer=link.answer,
        checked_on=timezone.localdate(link.checked_at) if link.checked_at else None,
        path=use.path,
        link_id=link.pk,
    )
