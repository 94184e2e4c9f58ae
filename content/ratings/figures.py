"""What the votes say: of one page, and of the pages that readers liked least."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Avg, Count
from django.http import HttpRequest
from wagtail.models import Page

from content.ratings.models import HIGHEST, Rating, RatingSettings
from programme.current import programme_of
from programme.models import Programme
from rows import kept_rows_where


@dataclass(frozen=True, slots=True)
class Figures:
    """The number of votes and their average, a number from 1 to 5; 0.0 without votes."""

    page_id: int
    votes: int
    average: float

    def __str__(self) -> str:
        """Say both in words, for example "4.2 out of 5 from 12 votes"."""
        if not self.votes:
            return "No votes yet"
        return f"{self.average:.1f} out of {HIGHEST} from {self.votes} vote{'' if self.votes == 1 else 's'}"


def version_of(page: Page) -> str:
    """Return which version of a live page readers see: its revision, so that each publication counts anew."""
    return str(page.live_revision_id or 0)


def figures_of(page: Page, *, version: str | None = None) -> Figures:
    """Return what was voted about a page, by default about the version that is live; one query."""
    votes = Rating.objects.filter(page_id=page.pk, version=version or version_of(page))
    found = votes.aggregate(votes=Count("pk"), average=Avg("value"))
    return Figures(page.pk, found["votes"], float(found["average"] or 0.0))


def worst_rated(*, programme: Programme, minimum_votes: int = 1) -> list[Figures]:
    """Return the live versions of a programme's pages that have votes by average, the lowest first; two queries.

    Votes about versions that are not live any more are left out.
    """
    pages = Page.objects.descendant_of(programme.site.root_page, inclusive=True).live()
    live = dict(pages.values_list("pk", "live_revision_id"))
    rows = (
        Rating.objects.filter(page_id__in=list(live))
        .values("page_id", "version")
        .annotate(votes=Count("pk"), average=Avg("value"))
        .filter(votes__gte=minimum_votes)
        .order_by("average", "-votes", "page_id")
    )
    return [
        Figures(row["page_id"], row["votes"], float(row["average"]))
        for row in rows
        if row["version"] == str(live[row["page_id"]] or 0)
    ]


def shown_figures(request: HttpRequest, page: Page) -> Figures | None:
    """Return what a visitor may see of the votes about a page: nothing by default, nor of too few votes."""
    programme = programme_of(request)
    rows = kept_rows_where(RatingSettings, "programme", programme.pk) if programme is not None else []
    settings = next(iter(rows), None)
    if settings is None or not settings.shown_to_visitors:
        return None
    figures = figures_of(page)
    return figures if figures.votes >= settings.minimum_votes else None
