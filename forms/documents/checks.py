"""A seal that cannot be made, or that proves nothing, is found before anything is to be sealed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from cryptography.x509 import Certificate, NameOID
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning as Caution, register
from django.utils import timezone

from forms.documents.sealing.credentials import SealUnusable, current, trusted

TAG = "seal"
UNUSABLE = "form_documents.E001"
OUT_OF_TIME = "form_documents.E002"
DEVELOPMENT = "form_documents.E003"
NO_TRUSTED_TIME = "form_documents.E004"
EXPIRING = "form_documents.W001"
DEVELOPMENT_SUBJECT = "Development seal"  # made by config.development_seal
WARN_BEFORE = timedelta(days=60)
RENEW = "Get another certificate and move this one to SEAL_TRUSTED_CERTIFICATES. See docs/operations.md."


@register(TAG)
def usable_seal(**_: Any) -> list[CheckMessage]:
    """Report a seal that cannot be made (E001, E002), is a developer's (E003) or proves no time (E004)."""
    try:
        credentials, trust = current(), trusted()
    except SealUnusable as error:
        return [Error(f"Documents cannot be sealed. {error}", hint="See docs/operations.md.", id=UNUSABLE)]
    return [*_dates(credentials.about), *_origin(credentials.about), *_time_stamps(trust.timestamps)]


def _dates(certificate: Certificate) -> Iterator[CheckMessage]:
    now = timezone.now()
    until = certificate.not_valid_after_utc
    if not certificate.not_valid_before_utc <= now <= until:
        yield Error("The certificate of the seal is not valid today.", hint=RENEW, id=OUT_OF_TIME)
    elif until - now < WARN_BEFORE:
        yield Caution(f"The certificate of the seal expires on {until:%Y-%m-%d}.", hint=RENEW, id=EXPIRING)


def _origin(certificate: Certificate) -> Iterator[CheckMessage]:
    names = {name.value for name in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)}
    if settings.REFUSE_PLACEHOLDERS and DEVELOPMENT_SUBJECT in names:
        yield Error(
            "SEAL_PKCS12 holds a seal that was made on a developer's machine.",
            hint="Set a certificate of the organisation. See docs/operations.md.",
            id=DEVELOPMENT,
        )


def _time_stamps(roots: tuple[bytes, ...]) -> Iterator[CheckMessage]:
    if not settings.SEAL_TIMESTAMP_URL:
        return
    address = urlsplit(settings.SEAL_TIMESTAMP_URL)
    if address.scheme not in ("http", "https") or not address.hostname:
        yield Error("SEAL_TIMESTAMP_URL is no http or https address.", hint="Correct it.", id=NO_TRUSTED_TIME)
    if not roots:
        yield Error(
            "SEAL_TIMESTAMP_URL is set and SEAL_TIMESTAMP_CERTIFICATES is not: no time stamp would be trusted.",
            hint="Set it to the PEM of the service's root certificates.",
            id=NO_TRUSTED_TIME,
        )
