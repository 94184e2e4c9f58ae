"""What about certificates needs attention, for the panel on the admin's first page."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from content.certification.admin.pages import NAMESPACE, may_see, programmes_for
from content.certification.concern import Concern
from forms.routing.attention import AttentionLine, attention


@attention
def pages_of_concern(request: HttpRequest) -> Iterable[AttentionLine]:
    """Report pages that are not on the site as they should be, to those who may read certificates."""
    if not may_see(request.user):
        return
    found = Concern.objects.filter(settled_at=None, programme__in=programmes_for(request.user))
    yield AttentionLine(
        found.count(),
        "page is not on the site as it was certified or planned",
        "pages are not on the site as they were certified or planned",
        f"{reverse(f'{NAMESPACE}:index')}#concerns",
        urgent=True,
    )
