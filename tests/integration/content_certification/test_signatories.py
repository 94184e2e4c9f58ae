"""Only a registered signatory certifies, in their own time and programme, and never their own work."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from content.certification.models import Certificate, Rendering, Signatory
from content.certification.refusals import NotASignatory, SignatoryIsAuthor
from content.certification.services.signatories import add_signatory, end_signatory
from content.models import StandardPage
from programme.models import Programme
from tests import builders
from tests.certifying import SINCE, a_signatory
from tests.integration.content_certification.pages import certify

pytestmark = pytest.mark.django_db


def test_only_a_signatory_certifies_not_even_a_superuser(
    page: StandardPage, superuser: User, now: datetime
) -> None:
    with pytest.raises(NotASignatory):
        certify(page, superuser, now)

    assert not Certificate.objects.exists()
    assert not Rendering.objects.exists()


def test_a_signatory_of_another_programme_does_not_certify(page: StandardPage, now: datetime) -> None:
    site = builders.Site.objects.create(hostname="other.example", root_page=builders.a_root_page())
    other = builders.a_programme(site=site, code="othercare", name="OtherCare", reference_prefix="OC")
    stranger = a_signatory(other, now=now, email="other@programme.invalid")

    with pytest.raises(NotASignatory):
        certify(page, stranger, now)


def test_a_signatory_whose_time_ended_does_not_certify(
    page: StandardPage, signatory: User, superuser: User, now: datetime
) -> None:
    end_signatory(signatory=Signatory.objects.get(), by=superuser, now=now)

    with pytest.raises(NotASignatory):
        certify(page, signatory, now)


def test_nobody_certifies_what_they_wrote_superusers_included(
    page: StandardPage, editor: User, programme: Programme, now: datetime
) -> None:
    editor.is_superuser = True
    editor.save()
    a_signatory(programme, now=now, email=editor.email)

    with pytest.raises(SignatoryIsAuthor, match="You wrote"):
        certify(page, editor, now)


def test_nobody_certifies_what_they_asked_for(page: StandardPage, signatory: User, now: datetime) -> None:
    with pytest.raises(SignatoryIsAuthor, match="You asked"):
        certify(page, signatory, now, requested_by=signatory)


def test_an_author_of_before_the_last_certificate_may_certify_the_next(
    page: StandardPage, signatory: User, superuser: User, editor: User, programme: Programme, now: datetime
) -> None:
    certify(page, signatory, now)
    page.save_revision(user=superuser)
    a_signatory(programme, now=now, email=superuser.email)

    with pytest.raises(SignatoryIsAuthor):
        certify(page, superuser, now)
    certify(page, signatory, now)


def test_nobody_names_themself_a_signatory(programme: Programme, superuser: User, now: datetime) -> None:
    with pytest.raises(SignatoryIsAuthor):
        add_signatory(
            programme=programme,
            user=superuser,
            body=Signatory.Body.GMC,
            registration_number="0000001",
            by=superuser,
            now=now,
        )


def test_a_signatory_certifies_from_the_first_day_to_the_day_before_the_end(
    signatory: User, superuser: User, now: datetime
) -> None:
    registered = Signatory.objects.get()
    assert registered.may_certify_on(SINCE)
    assert not registered.may_certify_on(SINCE - timedelta(days=1))

    end_signatory(signatory=registered, by=superuser, now=now)

    registered.refresh_from_db()
    assert registered.may_certify_on(timezone.localdate(now) - timedelta(days=1))
    assert not registered.may_certify_on(timezone.localdate(now))
