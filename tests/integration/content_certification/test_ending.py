"""A certificate ends when a newer one takes its place, when it is withdrawn, or when its time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from audit.models import AuditEvent
from content.certification.models import Certificate
from content.certification.refusals import CertificateEnded, ReasonMissing
from content.certification.services.ending import expire_due, withdraw_certificate
from content.models import StandardPage
from tests.certifying import certified, publish_certified
from tests.integration.content_certification.pages import certify

pytestmark = pytest.mark.django_db


def test_a_newer_certificate_takes_the_place_of_the_former_once_it_is_published(
    page: StandardPage, signatory: User, editor: User, now: datetime
) -> None:
    first = publish_certified(page, now=now, by=None)
    page.introduction = "New words."
    second = certified(page, now=now)
    first.refresh_from_db()
    assert first.state == Certificate.State.VALID

    page.get_latest_revision().publish()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Certificate.State.SUPERSEDED, Certificate.State.VALID)


def test_certifying_again_what_readers_see_renews_at_once(
    page: StandardPage, signatory: User, now: datetime
) -> None:
    first = publish_certified(page, now=now)
    later = now + timedelta(days=600)

    second = certify(page, signatory, later)

    first.refresh_from_db()
    assert (first.state, second.state) == (Certificate.State.SUPERSEDED, Certificate.State.VALID)
    assert second.expires_on > first.expires_on


def test_withdrawing_needs_a_reason_and_takes_the_page_off_the_site(
    page: StandardPage, signatory: User, now: datetime
) -> None:
    certificate = publish_certified(page, now=now)
    with pytest.raises(ReasonMissing):
        withdraw_certificate(certificate=certificate, reason=" ", by=signatory, now=now)

    withdraw_certificate(certificate=certificate, reason="A figure is wrong.", by=signatory, now=now)

    certificate.refresh_from_db()
    page.refresh_from_db()
    assert (certificate.state, certificate.end_reason) == (Certificate.State.WITHDRAWN, "A figure is wrong.")
    assert not page.live
    assert AuditEvent.objects.filter(action="certificate.withdrawn").exists()
    with pytest.raises(CertificateEnded):
        withdraw_certificate(certificate=certificate, reason="Again.", by=signatory, now=now)


def test_what_expired_is_ended_once_and_its_page_taken_down(page: StandardPage, now: datetime) -> None:
    certificate = publish_certified(page, now=now)
    last_second = certificate.expires_at - timedelta(seconds=1)
    assert expire_due(now=last_second) == 0

    assert expire_due(now=certificate.expires_at) == 1
    assert expire_due(now=certificate.expires_at) == 0

    certificate.refresh_from_db()
    page.refresh_from_db()
    assert certificate.state == Certificate.State.EXPIRED
    assert not page.live
