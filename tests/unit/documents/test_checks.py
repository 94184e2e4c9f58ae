"""A seal that cannot be used, or proves nothing, stops the start and not the first agreement."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from config import development_seal
from forms.documents import checks
from forms.documents.checks import usable_seal
from tests.seal_certificates import made


def ids() -> list[str]:
    return [fault.id for fault in usable_seal()]


def test_the_development_seal_passes_outside_production():
    assert ids() == []


def test_the_development_seal_is_an_error_in_production(settings):
    settings.REFUSE_PLACEHOLDERS = True

    assert ids() == [checks.DEVELOPMENT]
    assert checks.DEVELOPMENT_SUBJECT == development_seal.SUBJECT


@pytest.mark.parametrize(
    "unusable", ["", "rubbish", made(key=ec.generate_private_key(ec.SECP384R1())).packed()]
)
def test_an_unusable_seal_is_an_error(settings, unusable):
    settings.SEAL_PKCS12 = unusable

    assert ids() == [checks.UNUSABLE]


@pytest.mark.parametrize("setting", ["SEAL_TRUSTED_CERTIFICATES", "SEAL_TIMESTAMP_CERTIFICATES"])
def test_certificates_that_cannot_be_read_are_an_error(settings, setting):
    setattr(settings, setting, "not PEM")

    (fault,) = usable_seal()
    assert fault.id == checks.UNUSABLE
    assert setting in fault.msg


@pytest.mark.parametrize(
    ("days", "found"),
    [(-1, [checks.OUT_OF_TIME]), (59, [checks.EXPIRING]), (61, [])],
)
def test_the_end_of_the_certificate_is_told_before_it_comes(settings, days, found):
    settings.SEAL_PKCS12 = made(until=timezone.now() + timedelta(days=days)).packed()

    assert ids() == found


def test_a_certificate_of_the_future_is_an_error(settings):
    settings.SEAL_PKCS12 = made(start=timezone.now() + timedelta(days=1)).packed()

    assert ids() == [checks.OUT_OF_TIME]


@pytest.mark.parametrize(
    ("url", "roots", "found"),
    [
        ("https://stamps.example/", True, []),
        ("https://stamps.example/", False, [checks.NO_TRUSTED_TIME]),
        ("stamps.example", True, [checks.NO_TRUSTED_TIME]),
        ("file:///etc/passwd", True, [checks.NO_TRUSTED_TIME]),
    ],
)
def test_a_time_stamp_service_needs_an_address_and_roots(settings, url, roots, found):
    settings.SEAL_TIMESTAMP_URL = url
    settings.SEAL_TIMESTAMP_CERTIFICATES = made().pem if roots else ""

    assert ids() == found
