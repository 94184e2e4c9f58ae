"""Open forms are read by the same people as pages: at their addresses too, who somebody is must be said first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from content.audience.audiences import admits
from content.audience.context import make_for
from content.audience.declared import audience_of
from content.audience.gate import gate
from forms.definitions.models import Form
from forms.submissions.ways import VISITORS
from programme.current import programme_of


def keep_the_door(request: HttpRequest, readers: str) -> HttpResponse | None:
    """Return the question who somebody is, to whoever may not read a form for `readers`.

    Whoever may gets it as a page for those readers: that decides whether brands are named on it.
    """
    if not admits(readers, audience_of(request)):
        return gate(request, page_audience=readers)
    make_for(request, readers)
    return None


def readers_at(request: HttpRequest, path: str) -> str | None:
    """Return for whom the open form is whose first page has this address; None where there is none."""
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return None
    if match.namespace != VISITORS or "form_slug" not in match.kwargs:
        return None
    found = Form.objects.filter(programme=programme_of(request), slug=match.kwargs["form_slug"])
    return found.values_list("readers", flat=True).first()
