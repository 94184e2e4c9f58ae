"""A version is certified by its exact bytes under its title, and gets to readers in the same step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from audit.trail import audited
from content.branding import problems_of_words
from content.certification.models import Certificate
from content.certification.refusals import NotComplete
from content.certification.services.certifying import Material, certify_document
from content.job_codes.services import claim_job_code
from content.library.clearance import require_ready
from content.library.models import DocumentVersion, VersionText
from content.library.services.enforcing import put_in_force
from content.problems import problems_of_declarations


def certify_and_enforce(
    *, version: DocumentVersion, shown_sha256: str, by: User, now: datetime
) -> Certificate:
    """Certify a version as it was shown to a signatory, and let readers have it.

    Raise NotReady, NotComplete, JobCodeTaken, or what certify_document refuses; nothing is kept then.
    """
    document = version.document
    with audited(at=now):
        require_ready(version)
        _require_complete(version, on=timezone.localdate(now))
        claim_job_code(programme_id=document.programme_id, code=version.job_code, holder=document, keep=True)
        certificate = certify_document(
            programme=document.programme,
            material=Material(
                document_version_id=version.pk,
                title=str(version),
                job_code=version.job_code,
                path=document.url,
                sha256=version.sha256,
                author_ids=authors_of(version),
            ),
            shown_sha256=shown_sha256,
            by=by,
            now=now,
        )
        put_in_force(version=version, by=by, now=now)
    return certificate


def authors_of(version: DocumentVersion) -> frozenset[UUID]:
    """Return who may not certify a version: whoever uploaded its file in any version, or wrote its title or summary.

    A restored version is the same file, so this holds along all that it restores.
    """
    of_file = DocumentVersion.objects.filter(document=version.document_id, sha256=version.sha256)
    uploaders = of_file.filter(uploaded_by__isnull=False).values_list("uploaded_by", flat=True)
    return frozenset([*uploaders, *version.worded_by.values_list("pk", flat=True)])


def problems_of(version: DocumentVersion, *, on: date) -> tuple[str, ...]:
    """Return in words what keeps a version from being certified on a day: the same that a page has to declare."""
    document = version.document
    found = problems_of_declarations(version, programme=document.programme, on=on, holder=document)
    named = problems_of_words(version, _told(version), programme=document.programme)
    return tuple(problem.message for problem in (*found, *named))


def _told(version: DocumentVersion) -> Iterator[str]:
    """Yield what readers are told by a version, its address and the words inside its file."""
    yield from (version.title, version.summary, version.document.slug)
    yield from VersionText.objects.filter(version=version).values_list("text", flat=True)


def _require_complete(version: DocumentVersion, *, on: date) -> None:
    missing = problems_of(version, on=on)
    if missing:
        raise NotComplete(f"“{version.title}” cannot be certified yet. {' '.join(missing)}")
