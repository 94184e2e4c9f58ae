"""Pages that belong to no floor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell a person whose page was open too long how to go on; nothing that was saved is lost."""
    return render(request, "403_csrf.html", status=403)
