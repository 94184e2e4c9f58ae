"""The desk's lines in the panel on the admin's first page."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from forms.desk.admin.pages import NAMESPACE
from forms.desk.exporting.ready import ready_exports
from forms.desk.rights import EXPORT
from forms.routing.attention import AttentionLine, attention


@attention
def exports_ready(request: HttpRequest) -> Iterable[AttentionLine]:
    """Report a person's own exports that wait to be fetched."""
    if request.user.has_perm(EXPORT):
        ready = ready_exports(request.user, timezone.now())  # type: ignore[arg-type]
        address = reverse(f"{NAMESPACE}:exports")
        yield AttentionLine(
            len(ready), "export is ready to be fetched", "exports are ready to be fetched", address
        )
