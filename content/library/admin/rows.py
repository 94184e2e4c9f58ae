"""The versions of a document as their list in the admin shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from content.certification.models import Certificate
from content.library.clearance import certificates_on, require_ready
from content.library.models import Document, DocumentVersion
from content.library.refusals import NotReady
from content.library.services.certifying import problems_of


@dataclass(frozen=True, slots=True)
class Row:
    """One version; `older` is the number before it.

    `hindrance` says why it cannot be put in force yet, `problems` what it lacks to be certified.
    """

    number: int
    title: str
    summary: str
    facts: str
    job_code: str
    prepared_on: date
    audience: str
    label: str
    territory: str
    company_role: str
    note: str
    uploaded: str
    scan: str
    reading: str
    sha256: str
    downloads: int
    file: str
    thumbnail: str
    hindrance: str
    problems: tuple[str, ...]
    certificate: str
    is_certified: bool
    older: int | None
    is_current: bool
    is_newest: bool


def rows_of(versions: Sequence[DocumentVersion], document: Document, *, on: date) -> list[Row]:
    """Return the rows of versions that are sorted by number, newest first, with `downloaded` annotated."""
    certified = {
        one.document_version_id: one
        for one in certificates_on(on).filter(document_version_id__in=[version.pk for version in versions])
    }
    numbers = [version.number for version in versions]
    return [
        _row(version, document, certified.get(version.pk), older=older, newest=numbers[0], on=on)
        for version, older in zip(versions, [*numbers[1:], None], strict=True)
    ]


def waiting_wording(document: Document, rows: Sequence[Row]) -> tuple[str, str] | None:
    """Return the title and the summary that a document has since its newest version, if they are others."""
    wording = (document.title, document.summary)
    return wording if rows and (rows[0].title, rows[0].summary) != wording else None


def _row(
    version: DocumentVersion,
    document: Document,
    certificate: Certificate | None,
    *,
    older: int | None,
    newest: int,
    on: date,
) -> Row:
    pages = f"{version.pages} page{'' if version.pages == 1 else 's'}" if version.pages else ""
    found = f": {version.scan_detail}" if version.scan_detail else ""
    address = [document.slug, version.number]
    return Row(
        number=version.number,
        title=version.title,
        summary=version.summary,
        facts=", ".join(part for part in (version.kind.label, pages, filesizeformat(version.size)) if part),
        job_code=version.job_code,
        prepared_on=version.prepared_on,
        audience=version.get_audience_display(),
        label=version.get_label_display(),
        territory=version.get_territory_display(),
        company_role=version.company_role_of(document.programme),
        note=version.note,
        uploaded=f"{date_format(timezone.localdate(version.uploaded_at))} {_by(version)}",
        scan=f"{version.get_scan_display()}{found}",
        reading=version.get_reading_display(),
        sha256=version.sha256,
        downloads=getattr(version, "downloaded", None) or 0,
        file=reverse("library:version", args=address),
        thumbnail=reverse("library:thumbnail", args=address) if version.thumbnail else "",
        hindrance=_hindrance(version),
        problems=() if certificate else problems_of(version, on=on),
        certificate=_certified(certificate),
        is_certified=certificate is not None,
        older=older,
        is_current=version.pk == document.current_id,
        is_newest=version.number == newest,
    )


def _certified(certificate: Certificate | None) -> str:
    if certificate is None:
        return "Not certified"
    last = date_format(certificate.expires_on - timedelta(days=1))
    return f"By {certificate.signatory_name}, valid to {last}"


def _by(version: DocumentVersion) -> str:
    return f"by {version.uploaded_by.name}" if version.uploaded_by else "with the programme"


def _hindrance(version: DocumentVersion) -> str:
    try:
        require_ready(version)
    except NotReady as why:
        return str(why)
    return ""
