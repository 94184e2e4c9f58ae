"""Which state of a draft a posted page had shown, and the page's name."""

from __future__ import annotations

import re

from django.http import HttpRequest

from forms.submissions.models import Draft

_REVISION = re.compile(r"\d{1,9}")
_PAGE = re.compile(r"[\w-]{8,32}")


def shown_page(request: HttpRequest, draft: Draft) -> tuple[int, str]:
    """Return which revision the posted page showed, and its name; what was tampered with counts as oldest."""
    revision, token = request.POST.get("revision", ""), request.POST.get("page", "")
    shown = int(revision) if _REVISION.fullmatch(revision) else 0
    return shown if shown <= draft.revision else 0, token if _PAGE.fullmatch(token) else ""
