"""Where a person's work begins after signing in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.models import User
from accounts.permissions import person_of


def landing_url(user: User | AnonymousUser) -> str:
    """Return the admin for staff who belong to no organisation or partner, for others their registrations."""
    # Whoever is no staff costs no query.
    if user.is_staff and not person_of(user).belongs_somewhere:
        return reverse("wagtailadmin_home")
    return str(settings.LOGIN_REDIRECT_URL)
