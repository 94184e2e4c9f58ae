"""A seal that the settings no longer trust is found before anybody is told that a document is not genuine."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.checks import CheckMessage, Tags, run_checks
from django.core.management import call_command

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.verification.trust import UNTRUSTED, every_seal_is_trusted
from tests import seal_certificates
from tests.agreeing import Parties, in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(who: Parties, now: datetime) -> Agreement:
    return in_force(who, Kind.SLA, now=now)


def found() -> list[CheckMessage]:
    checked = run_checks(tags=[Tags.database], include_deployment_checks=True, databases=["default"])
    return [one for one in checked if one.id == UNTRUSTED]


@pytest.fixture
def renewed(agreement: Agreement, settings: Any) -> Any:
    """The settings after the certificate was replaced and the old one forgotten."""
    settings.SEAL_PKCS12 = seal_certificates.made("The new seal").packed()
    settings.SEAL_PKCS12_PASSPHRASE = ""
    return settings


def test_while_the_certificate_is_ours_there_is_nothing_to_say(agreement: Agreement, capsys: Any) -> None:
    call_command("verify_agreements")

    assert found() == []
    assert capsys.readouterr().err == ""


def test_a_certificate_that_was_replaced_and_not_kept_is_named_with_what_to_do(
    agreement: Agreement, renewed: Any, capsys: Any
) -> None:
    (warning,) = found()
    call_command("verify_agreements")

    assert agreement.sealed_copy.seal_certificate_sha256 in warning.msg
    assert "SEAL_TRUSTED_CERTIFICATES" in str(warning.hint)
    assert UNTRUSTED in capsys.readouterr().err


def test_nothing_is_said_once_the_old_certificate_is_trusted(agreement: Agreement, settings: Any) -> None:
    old, new = seal_certificates.made("The old seal"), seal_certificates.made("The new seal")
    fingerprint = old.certificate.fingerprint(SHA256()).hex()
    type(agreement.sealed_copy).objects.exclude(seal_certificate_sha256="").update(
        seal_certificate_sha256=fingerprint
    )
    settings.SEAL_PKCS12, settings.SEAL_PKCS12_PASSPHRASE = new.packed(), ""
    assert len(found()) == 1

    settings.SEAL_TRUSTED_CERTIFICATES = old.pem

    assert found() == []


def test_without_databases_it_asks_none() -> None:
    assert every_seal_is_trusted(databases=None) == []
