"""Every cookie of the site: the one list, from which the page about them is made."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.audience import declared
from content.ratings import visitors
from forms.submissions.visitors import identity


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie, what it is for, when it is set and how long a browser keeps it."""

    name: str
    purpose: str
    set_when: str
    kept: str


def cookies() -> tuple[Cookie, ...]:
    """Return the cookies that the site sets, for visitors first."""
    return (
        Cookie(
            declared.COOKIE,
            "Remembers whether you read as a healthcare professional, a patient or a member of the public.",
            "you say who you are",
            f"for {declared.LIFETIME.days} days",
        ),
        Cookie(
            visitors.COOKIE,
            "A random number, so that your vote about a page counts once and you can change it.",
            "you rate a page",
            f"for {visitors.LIFETIME.days} days",
        ),
        Cookie(
            identity.COOKIE,
            "A random number, so that only your browser opens the form that you began without an account.",
            "you begin such a form",
            "for one day",
        ),
        Cookie(
            settings.SESSION_COOKIE_NAME,
            "Keeps you signed in.",
            "you sign in, open an invitation or open a link to sign an agreement",
            f"until you close the browser, and at most {settings.SESSION_COOKIE_AGE // 3600} hours",
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            "Makes sure that a form was sent from this site and from your browser.",
            "you open a form, such as the one to sign in",
            "for one year",
        ),
        Cookie(
            "messages",
            "Carries a short message, such as “Saved”, to the next page.",
            "something you did is confirmed on the next page",
            "until the message was shown, or you close the browser",
        ),
    )


@require_safe
def cookie_page(request: HttpRequest) -> HttpResponse:
    """List the cookies."""
    return render(request, "cookies.html", {"cookies": cookies()})
