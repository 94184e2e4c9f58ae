"""Pages that belong to no floor."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request as django_bad_request

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell a person whose page was open too long how to go on; nothing that was saved is lost."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a page held too much to take; anything else that cannot be read gets the plain page."""
    if isinstance(exception, TOO_MUCH):
        return render(request, "413.html", status=413)
    return django_bad_request(request, exception)
