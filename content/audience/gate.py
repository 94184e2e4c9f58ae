"""The question who somebody is, asked in place of a page: nothing in it names programme or product."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

from content.audience.audiences import CHOICES, PATIENTS, choice_of
from content.audience.declared import audience_of, signed_in

TITLES = {PATIENTS: "This page is for patients who have been prescribed the medicine"}
TITLE = "This page is for healthcare professionals in the UK"


def gate(request: HttpRequest, *, page_audience: str) -> HttpResponse:
    """Return the question in place of a page for an audience; the answer leads back to this address."""
    return _question(
        request, title=TITLES.get(page_audience, TITLE), next_path=request.get_full_path(), refused=True
    )


def question(request: HttpRequest, *, next_path: str = "") -> HttpResponse:
    """Return the question as a page of its own, for whoever wants to answer it again."""
    return _question(request, title="Who are you?", next_path=next_path, refused=False)


def unseen(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of search engines and of every cache."""
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["Cookie"])
    return response


def _question(request: HttpRequest, *, title: str, next_path: str, refused: bool) -> HttpResponse:
    audience = audience_of(request)
    current = choice_of(audience) if audience else None
    context = {
        "title": title,
        "refused": refused,
        "choices": CHOICES,
        "current": current,
        "signed_in": signed_in(request),
        "next": next_path,
        "branded": False,
        "audience": audience or "",
    }
    return unseen(render(request, "audience/gate.html", context))
