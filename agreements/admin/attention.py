"""The register's lines in the panel on the admin's first page."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from agreements.admin.pages import NAMESPACE
from agreements.register.filters import RegisterFilters
from agreements.register.troubles import TROUBLES, count_troubles
from agreements.rights import manages
from forms.documents.checks import WARN_BEFORE
from forms.documents.sealing.credentials import SealUnusable, current
from forms.routing.attention import AttentionLine, attention
from programme.current import programme_of


@attention
def agreements_in_trouble(request: HttpRequest) -> Iterable[AttentionLine]:
    """Report what waits for the programme office, to those who look after agreements."""
    programme = programme_of(request)
    if programme is None or not manages(request.user):  # type: ignore[arg-type]
        return
    counts = count_troubles(timezone.now(), programme_id=programme.pk)
    register = reverse(f"{NAMESPACE}:index")
    for key, trouble in TROUBLES.items():
        address = f"{register}?{RegisterFilters(trouble=key).query}"
        yield AttentionLine(counts[key], trouble.one, trouble.several, address, urgent=trouble.urgent)


@attention
def seal_in_trouble(request: HttpRequest) -> Iterable[AttentionLine]:
    """Report a seal that cannot be used or whose certificate ends soon: without it nothing is completed."""
    if not manages(request.user):  # type: ignore[arg-type]
        return
    address = f"{reverse(f'{NAMESPACE}:index')}?{RegisterFilters(trouble='seal').query}"
    try:
        until = current().about.not_valid_after_utc
    except SealUnusable:
        words = "seal cannot be used, so no agreement can be completed"
    else:
        if until - timezone.now() >= WARN_BEFORE:
            return
        day = date_format(timezone.localtime(until))
        words = f"certificate of the seal ends on {day}: without another no agreement is completed after that"
    yield AttentionLine(1, words, words, address, urgent=True)
