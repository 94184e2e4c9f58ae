"""A version is certified by its exact bytes, and gets to readers in the same step."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from audit.trail import audited
from content.certification.models import Certificate
from content.certification.refusals import NotComplete
from content.certification.services.certifying import Material, certify_document
from content.job_codes.services import claim_job_code
from content.library.clearance import require_ready
from content.library.models import DocumentVersion
from content.library.services.enforcing import put_in_force


def certify_and_enforce(
    *, version: DocumentVersion, shown_sha256: str, by: User, now: datetime
) -> Certificate:
    """Certify a version as it was shown to a signatory, and let readers have it.

    Raise NotReady, NotComplete, JobCodeTaken, or what certify_document refuses; nothing is kept then.
    """
    document = version.document
    with audited(at=now):
        require_ready(version)
        _require_declarations(version)
        claim_job_code(programme_id=document.programme_id, code=version.job_code, holder=document, keep=True)
        certificate = certify_document(
            programme=document.programme,
            material=Material(
                document_version_id=version.pk,
                title=f"{document.title}, version {version.number}",
                job_code=version.job_code,
                path=document.url,
                sha256=version.sha256,
                author_ids=frozenset({version.uploaded_by.pk} if version.uploaded_by else ()),
            ),
            shown_sha256=shown_sha256,
            by=by,
            now=now,
        )
        put_in_force(version=version, by=by, now=now)
    return certificate


def _require_declarations(version: DocumentVersion) -> None:
    if not version.job_code:
        raise NotComplete("This version has no job code. Upload it again with one.")
    if version.promotes_to_the_public:
        raise NotComplete(
            "Promotional material is for healthcare professionals only. Upload it again as what it is."
        )
