from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.certification.models import Certificate
from content.library.models import Document
from content.library.processing import process
from programme.models import Programme, SafetyRecord
from tests.certifying import a_signatory
from tests.library_building import a_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(programme: Programme, now: datetime) -> Document:
    """A document whose first version a signatory may certify."""
    document = a_document(programme, now=now, summary="How to use the pen.")
    process(version_id=document.versions.get().pk, now=now)
    return document


@pytest.fixture
def signatory(client: Client, programme: Programme, now: datetime) -> Client:
    """A browser of a registered signatory."""
    client.force_login(a_signatory(programme, now=now, is_superuser=True))
    return client


def address(name: str, document: Document, *args: int) -> str:
    return reverse(f"library_admin:{name}", args=[document.pk, *args])


def certify(browser: Client, document: Document, **values: str) -> Any:
    shown = document.versions.get(number=1).sha256
    return browser.post(address("certify", document, 1), {"shown": shown, **values})


def test_certifying_a_document_needs_a_second_factor_of_these_minutes(
    signatory: Client, waiting: Document
) -> None:
    session = signatory.session
    session["second_factor_proved_at"] = timezone.now().timestamp() - 3600
    session.save()

    response = certify(signatory, waiting, declared="yes")

    assert "reauthenticate" in response["Location"]
    assert not Certificate.objects.exists()


def test_certifying_a_document_needs_the_statement_ticked(signatory: Client, waiting: Document) -> None:

    page = signatory.get(certify(signatory, waiting)["Location"]).content.decode()

    assert "Tick the statement to certify." in page
    assert not Certificate.objects.exists()


def test_a_signatory_is_shown_what_is_certified_beside_the_file(
    signatory: Client, programme: Programme, waiting: Document
) -> None:
    Document.objects.update(title="A title for later", summary="")

    page = signatory.get(address("versions", waiting)).content.decode()

    assert "How to use the pen." in page
    assert page.index("Injection guide") < page.index('name="declared"')
    assert programme.company_role in page


def test_what_a_version_lacks_is_said_instead_of_asking_for_a_certificate(
    signatory: Client, programme: Programme, waiting: Document
) -> None:
    SafetyRecord.objects.filter(programme=programme).delete()

    page = signatory.get(address("versions", waiting)).content.decode()

    assert "no statement on adverse events" in page
    assert 'name="declared"' not in page
