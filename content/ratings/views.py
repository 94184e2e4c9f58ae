"""Rate a page: in place where there is JavaScript, else on a small page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.models import Page, Site

from content.audience.declared import signed_in
from content.audience.gate import unseen
from content.audience.gated import may_read
from content.audience.origin import from_own_forms
from content.ratings.figures import Figures, figures_of, shown_figures, version_of
from content.ratings.models import HIGHEST, LOWEST, Rating
from content.ratings.services import rate
from content.ratings.visitors import (
    Visitor,
    is_robot,
    may_vote,
    new_visitor,
    remember_visitor,
    visitor_of,
)
from content.ratings.words import WORDS, in_words

HONEYPOT = "leave_empty"
CHOOSE = f"Choose a number from {LOWEST} to {HIGHEST}."
NOT_COUNTED = "Your vote was not counted, because it looks as if a program had sent it."
TOO_MANY = "Your vote was not counted, because many came from your network in the last hour. Try again later."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a visitor is told after a vote or instead of one."""

    said: str
    status: int = 200
    visitor: Visitor | None = None
    value: int | None = None


@from_own_forms
@require_http_methods(["GET", "HEAD", "POST"])
def rate_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the vote of this visitor, or take one; as JSON for the script of the page itself."""
    page = _page(request, page_id)
    if request.method == "POST":
        answer = _vote(request, page, now=timezone.now())
    else:
        answer = _answer(page, visitor_of(request))
    response = _response(request, page, answer)
    if answer.visitor is not None and request.method == "POST":
        remember_visitor(response, answer.visitor)
    return unseen(response)


def _page(request: HttpRequest, page_id: int) -> Page:
    site = Site.find_for_request(request)
    page = Page.objects.live().filter(pk=page_id).first()
    if site is None or page is None or not page.path.startswith(site.root_page.path):
        raise Http404
    if not may_read(request, page):
        raise Http404
    return page


def _vote(request: HttpRequest, page: Page, *, now: datetime) -> Answer:
    if is_robot(request) or request.POST.get(HONEYPOT):
        return Answer(NOT_COUNTED, status=403)
    chosen = request.POST.get("value", "")
    if chosen not in {str(value) for value in WORDS}:
        return Answer(CHOOSE, status=422)
    if not may_vote(request, now=now):
        return Answer(TOO_MANY, status=429)
    visitor = visitor_of(request) or new_visitor()
    rate(page=page, version=version_of(page), visitor=visitor.id, value=int(chosen), now=now)
    return _answer(page, visitor)


def _answer(page: Page, visitor: Visitor | None) -> Answer:
    votes = Rating.objects.filter(page=page, version=version_of(page), visitor=visitor.id) if visitor else []
    value = next((vote.value for vote in votes), None)
    said = f"Thank you. Your vote: {in_words(value)}. You can change it." if value else ""
    return Answer(said, visitor=visitor, value=value)


def _response(request: HttpRequest, page: Page, answer: Answer) -> HttpResponse:
    figures = _figures(request, page)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        facts = {"said": answer.said, "value": answer.value, "figures": str(figures) if figures else ""}
        return JsonResponse(facts, status=answer.status)
    if request.method == "POST" and answer.status == 200:
        return redirect("ratings:rate", page_id=page.pk)
    context = {
        "page": page,
        "back": page.get_url(request),
        "answer": answer,
        "figures": figures,
        "words": WORDS.items(),
    }
    return render(request, "ratings/rate.html", context, status=answer.status)


def _figures(request: HttpRequest, page: Page) -> Figures | None:
    if signed_in(request) and page.permissions_for_user(request.user).can_edit():
        return figures_of(page)
    return shown_figures(request, page)
