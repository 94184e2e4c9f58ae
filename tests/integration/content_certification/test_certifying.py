from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from audit.models import AuditEvent
from content.certification.models import Certificate, Rendering, Signatory
from content.certification.refusals import (
    CertificateEnded,
    CertificateKept,
    ChangedMeanwhile,
    NotASignatory,
    NotComplete,
    ReasonMissing,
    SignatoryIsAuthor,
)
from content.certification.rendering import renderings_of
from content.certification.services.certifying import Material, certify_document, certify_page
from content.certification.services.ending import expire_due, withdraw_certificate
from content.certification.services.signatories import add_signatory, end_signatory
from content.models import StandardPage
from programme.models import Programme
from tests import builders
from tests.certifying import SINCE, a_signatory, certified, publish_certified

pytestmark = pytest.mark.django_db


def certify(page: StandardPage, by: User, now: datetime, **values: object) -> Certificate:
    revision = page.get_latest_revision()
    shown = [one.sha256 for one in renderings_of(revision.as_object())]
    return certify_page(
        **{"page": page, "revision": revision, "shown": shown, "by": by, "now": now, **values}
    )  # type: ignore[arg-type]


def test_a_certificate_keeps_who_what_and_every_rendering(
    page: StandardPage, signatory: User, now: datetime
) -> None:
    certificate = certify(page, signatory, now)

    assert certificate.signatory_name == "Sage Certifier"
    assert certificate.signatory_registration == "General Pharmaceutical Council 0000000"
    assert (certificate.title, certificate.job_code, certificate.path) == (
        "About the programme", "EC-2", "/about/",
    )  # fmt: skip
    assert certificate.expires_on == date(2029, 1, 4)
    rendering = certificate.renderings.get()
    assert "First words" in rendering.html
    assert "First words" in rendering.canonical
    assert AuditEvent.objects.get(action="certificate.given").detail["sha256"] == certificate.sha256


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


def test_what_was_changed_after_it_was_shown_is_not_certified(
    page: StandardPage, signatory: User, editor: User, now: datetime
) -> None:
    shown = [one.sha256 for one in renderings_of(page.get_latest_revision().as_object())]
    page.introduction = "Something else."
    page.save_revision(user=editor)

    with pytest.raises(ChangedMeanwhile):
        certify(page, signatory, now, shown=shown)

    assert not Certificate.objects.exists()
    assert not AuditEvent.objects.filter(action="certificate.given").exists()


def test_what_lacks_a_declaration_is_not_certified(
    page: StandardPage, signatory: User, editor: User, now: datetime
) -> None:
    page.job_code = ""
    page.save_revision(user=editor, clean=False)

    with pytest.raises(NotComplete, match="job code"):
        certify(page, signatory, now)


def test_a_certificate_waits_until_its_page_is_published(
    page: StandardPage, signatory: User, editor: User, superuser: User, now: datetime
) -> None:
    certificate = certify(page, signatory, now)
    assert certificate.state == Certificate.State.WAITING

    page.get_latest_revision().publish(user=superuser)

    certificate.refresh_from_db()
    assert certificate.state == Certificate.State.VALID


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


def test_a_subject_has_one_valid_certificate_in_the_database(page: StandardPage, now: datetime) -> None:
    publish_certified(page, now=now)
    waiting = certified(page, now=now)
    assert waiting.state == Certificate.State.VALID
    former = Certificate.objects.exclude(pk=waiting.pk).get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=former.pk).update(state="valid", ended_at=None)


def test_nobody_changes_or_deletes_a_certificate_or_a_rendering(page: StandardPage, now: datetime) -> None:
    certificate = publish_certified(page, now=now)
    rendering = certificate.renderings.get()

    for act in (
        certificate.delete,
        certificate.save,
        rendering.delete,
        rendering.save,
        Certificate.objects.all().delete,
        Rendering.objects.all().delete,
        lambda: Certificate.objects.update(title="Another"),
        lambda: Rendering.objects.update(sha256="0" * 64),
    ):
        with pytest.raises(CertificateKept):
            act()
    with pytest.raises(ProtectedError):
        Page.objects.get(pk=page.pk).delete()
    with pytest.raises(ProtectedError):
        Signatory.objects.get().delete()


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


def test_a_document_version_is_certified_by_the_hash_of_its_bytes(
    programme: Programme, signatory: User, editor: User, now: datetime
) -> None:
    material = Material(
        document_version_id=programme.pk,
        title="Leaflet",
        job_code="EC-9",
        path="/documents/leaflet/",
        sha256="a" * 64,
        author_ids=frozenset({editor.pk}),
    )

    with pytest.raises(ChangedMeanwhile):
        certify_document(programme=programme, material=material, shown_sha256="b" * 64, by=signatory, now=now)
    certificate = certify_document(
        programme=programme, material=material, shown_sha256="a" * 64, by=signatory, now=now
    )

    assert certificate.holds_at(now)
    assert certificate.document_version_id == programme.pk
    assert certificate.page is None


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


def test_the_database_itself_refuses_to_change_what_was_certified(
    page: StandardPage, request: pytest.FixtureRequest, now: datetime
) -> None:
    if request.config.getoption("nomigrations"):
        pytest.skip("Triggers come with migrations.")
    publish_certified(page, now=now)

    for statement in (
        "UPDATE content_certification_certificate SET title = 'other'",
        "UPDATE content_certification_rendering SET sha256 = 'other'",
    ):
        with (
            pytest.raises(DatabaseError, match="never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
