"""The public page that verifies: what it says to whom, what it never says, and its limits."""

from __future__ import annotations

from datetime import datetime
from fcntl import LOCK_EX, flock
from importlib import import_module

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.kinds import Kind
from agreements.models import Agreement
from forms.documents.sealing import MAX_UPLOAD_BYTES, inspecting
from forms.documents.services import read_pdf
from tests.agreeing import Parties, in_force

pytestmark = pytest.mark.django_db
PAGE = "/agreements/verify/"


@pytest.fixture
def now() -> datetime:
    """The page reads the clock."""
    return timezone.now()


@pytest.fixture
def agreement(who: Parties, now: datetime) -> Agreement:
    return in_force(who, Kind.SLA, now=now)


def upload(data: bytes, client: Client) -> tuple[int, str]:
    answer = client.post(PAGE, {"file": SimpleUploadedFile("any.pdf", data, "application/pdf")})
    return answer.status_code, answer.content.decode()


def test_anybody_may_open_it(db: None) -> None:
    answer = Client().get(PAGE)

    assert reverse("agreements:verify") == PAGE
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_reference_and_code_can_be_typed_on_a_phone(db: None) -> None:
    fields = Client().get(PAGE).context["by_reference"].fields

    for name, field in fields.items():
        assert "inputmode" not in field.widget.attrs, name
        assert field.widget.attrs["autocapitalize"] == "characters"


def test_a_genuine_file_is_called_so_with_its_status(agreement: Agreement) -> None:
    status, html = upload(read_pdf(agreement.sealed_copy), Client())

    assert status == 200
    assert "Genuine: Signed agreement" in html
    assert "In force" in html
    assert agreement.reference in html


def test_a_changed_file_is_not_called_genuine(agreement: Agreement) -> None:
    pdf = read_pdf(agreement.sealed_copy)

    status, html = upload(pdf[:500] + bytes([pdf[500] ^ 1]) + pdf[501:], Client())

    assert status == 200
    assert "Not genuine" in html
    assert "Genuine:" not in html
    assert agreement.reference not in html


def test_nothing_personal_is_told(who: Parties, agreement: Agreement) -> None:
    code = {"reference": agreement.reference, "code": agreement.verification_code}
    pages = [upload(read_pdf(agreement.sealed_copy), Client())[1], Client().post(PAGE, code).content.decode()]

    for html in pages:
        assert agreement.reference in html
        for person in (who.signatory, who.preparer, who.countersigners["homecare"], who.office):
            assert person.name not in html
            assert person.email not in html
        assert who.organisation.name not in html
        assert who.homecare.name not in html
        assert agreement.verification_code not in html


def test_a_wrong_code_finds_nothing(agreement: Agreement) -> None:
    answer = Client().post(PAGE, {"reference": agreement.reference, "code": "AAAA-AAAA-AAAA"})

    assert "Not found" in answer.content.decode()
    assert "In force" not in answer.content.decode()


@pytest.mark.parametrize("data", [{"reference": "", "code": ""}, {}, {"reference": "x" * 50, "code": "1"}])
def test_an_incomplete_question_is_shown_again(db: None, data: dict[str, str]) -> None:
    assert Client().post(PAGE, data).status_code == 422


def test_an_empty_and_a_too_large_file_are_refused(db: None) -> None:
    for data, says in ((b"", "empty"), (b"%PDF" + b"0" * MAX_UPLOAD_BYTES, "too large")):
        status, html = upload(data, Client())
        assert (status, says in html) == (422, True)


def test_what_is_no_pdf_is_not_genuine(db: None) -> None:
    status, html = upload(b"<html>not a PDF</html>", Client())

    assert (status, "Not genuine" in html) == (200, True)


def test_a_file_of_ours_is_not_called_false_while_our_certificates_are_missing(
    agreement: Agreement, settings
) -> None:
    pdf = read_pdf(agreement.sealed_copy)
    settings.SEAL_PKCS12 = ""

    status, html = upload(pdf, Client())

    assert status == 503
    assert "The seal cannot be checked at present" in html
    assert "Not genuine" not in html


def test_one_strange_file_is_read_at_a_time(db: None, settings, monkeypatch) -> None:
    monkeypatch.setattr(inspecting, "PATIENCE_SECONDS", 0.2)
    with (settings.VAR_DIR / inspecting.LOCK).open("w") as another:
        flock(another, LOCK_EX)
        status, html = upload(b"%PDF-1.7 strange", Client())

    assert status == 503
    assert "Another file is being verified" in html
    assert upload(b"%PDF-1.7 strange", Client())[0] == 200


def test_a_voided_agreement_is_found_by_its_reference_and_called_voided(
    agreement: Agreement, now: datetime
) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(stage=Agreement.Stage.VOIDED, closed_at=now)
    question = {"reference": agreement.reference, "code": agreement.verification_code}

    html = Client().post(PAGE, question).content.decode()

    assert "Voided" in html
    assert "In force" not in html.partition("How it stands today")[2].partition("In force from")[0]


def test_asking_too_often_is_slowed_down(db: None, settings) -> None:
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"verify_agreement": "3/m/ip"}
    question = {"reference": "EC-0000-0000", "code": "AAAA-AAAA-AAAA"}

    answers = [Client().post(PAGE, question).status_code for _ in range(5)]

    assert answers == [200, 200, 200, 429, 429]
    assert Client().get(PAGE).status_code == 200


def test_the_product_sets_a_limit() -> None:
    assert import_module("config.settings.sign_in").ACCOUNT_RATE_LIMITS["verify_agreement"]
