"""Certify and publish in tests, through the services that everybody uses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from wagtail.models import Page

from accounts.models import User
from content.certification.models import Certificate, Signatory
from content.certification.rendering import programme_of_page, renderings_of
from content.certification.services.certifying import certify_page
from content.certification.services.signatories import add_signatory
from programme.models import Programme
from tests import builders

EMAIL = "sage.signatory@programme.invalid"
NUMBER = "0000000"
# Before the clock of any test, that of the machine included.
SINCE = date(2026, 1, 1)


def a_signatory(programme: Programme, *, now: datetime, email: str = EMAIL, **values: Any) -> User:
    """Return a person who certifies a programme's material; made when missing."""
    user = User.objects.filter(email=email).first()
    user = user or builders.a_user(**{"email": email, "name": "Sage Certifier", "is_staff": True, **values})
    if not Signatory.objects.filter(programme=programme, user=user).exists():
        add_signatory(
            programme=programme,
            user=user,
            body=Signatory.Body.GPHC,
            registration_number=NUMBER,
            by="tests",
            now=now,
            started_on=SINCE,
        )
    return user


def certified(
    page: Any, *, now: datetime, by: User | None = None, signatory: User | None = None
) -> Certificate:
    """Save what a page holds as a draft of `by`, and certify it; publishing is the caller's."""
    revision = page.save_revision(user=by)
    found = renderings_of(revision.as_object())
    certificate: Certificate = certify_page(
        page=Page.objects.get(pk=page.pk),
        revision=revision,
        shown=[one.sha256 for one in found],
        by=signatory or a_signatory(programme_of_page(page), now=now),
        now=now,
    )
    return certificate


def publish_certified(
    page: Any, *, now: datetime, by: User | None = None, signatory: User | None = None
) -> Certificate:
    """Save what a page holds, have it certified, and publish it; return the certificate."""
    certificate = certified(page, now=now, by=by, signatory=signatory)
    page.get_latest_revision().publish(user=by)
    page.refresh_from_db()
    certificate.refresh_from_db()
    return certificate
