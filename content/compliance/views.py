"""The prescribing information of each territory, on a page of its own whose address stays."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.audience.audiences import PROFESSIONALS, admits
from content.audience.declared import audience_of
from content.audience.gate import gate
from programme.current import prescribing_information_of, safety_records_of


@require_safe
def prescribing_information(request: HttpRequest, territory: str) -> HttpResponse:
    """Show a territory's prescribing information to professionals, and ask anybody else who they are."""
    wanted = territory.replace("-", "_")
    found = [one for one in prescribing_information_of(request, territory=wanted) if one.territory == wanted]
    if not found:
        raise Http404
    if not admits(PROFESSIONALS, audience_of(request)):
        return gate(request, page_audience=PROFESSIONALS)
    context = {"record": found[0], "adverse_events": safety_records_of(request).get("adverse_events_hcp")}
    response = render(request, "compliance/prescribing_information.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-cache"
    return response
