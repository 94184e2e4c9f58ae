"""Whether the settings still trust every seal that was ever put on: else what it sealed no longer verifies."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning as Caution, register
from django.db.models import Count

from forms.documents.models import Document
from forms.documents.sealing.credentials import SealUnusable, trusted
from programme.checks import has_table

UNTRUSTED = "agreements.W001"


@dataclass(frozen=True, slots=True)
class Untrusted:
    """A certificate that documents were sealed with, by its SHA-256, and how many they are."""

    certificate_sha256: str
    documents: int

    def __str__(self) -> str:
        return (
            f"The settings do not trust the seal’s certificate {self.certificate_sha256}, so what it sealed "
            f"does not verify (documents: {self.documents})."
        )


def untrusted_seals() -> list[Untrusted]:
    """Return the certificates of stored seals that the settings do not trust; one query.

    :raises SealUnusable: a setting cannot be read.
    """
    ours = {hashlib.sha256(certificate).hexdigest() for certificate in trusted().seals}
    sealed = Document.objects.exclude(seal_certificate_sha256="").order_by("seal_certificate_sha256")
    counted = sealed.values_list("seal_certificate_sha256").annotate(number=Count("pk"))
    return [Untrusted(sha256, number) for sha256, number in counted if sha256 not in ours]


@register(Tags.database, deploy=True)
def every_seal_is_trusted(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Report stored seals that the settings do not trust (agreements.W001): those documents do not verify.

    Only `check --deploy` reports them: a start would read the table of documents each time.
    """
    if not databases or not has_table(Document):
        return []
    try:
        found = untrusted_seals()
    except SealUnusable:
        # The check of the seal says so on its own.
        return []
    return [
        Caution(
            str(one),
            hint="Add that certificate to SEAL_TRUSTED_CERTIFICATES. See docs/operations.md.",
            id=UNTRUSTED,
        )
        for one in found
    ]
