"""Certify: one signatory, exactly what was shown, kept for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page, Revision

from accounts.models import User
from agreements.terms import add_months
from audit.trail import audited, record
from content.certification.authors import authors_of
from content.certification.canonical import digest_of
from content.certification.models import Certificate, PendingChange, Rendering, Signatory
from content.certification.refusals import ChangedMeanwhile, NotComplete, SignatoryIsAuthor
from content.certification.rendering import Rendered, programme_of_page, renderings_of, would_be
from content.certification.services.signatories import signatory_for
from content.certification.statement import statement_of
from content.certification.states import end, put_in_force
from content.job_codes.services import claim_job_code
from programme.models import Programme


@dataclass(frozen=True, slots=True)
class Material:
    """What a document version says of itself; `sha256` is the hash of its exact bytes."""

    document_version_id: UUID
    title: str
    job_code: str
    path: str
    sha256: str
    author_ids: frozenset[UUID] = frozenset()


def certify_page(
    *,
    page: Page,
    revision: Revision,
    shown: Iterable[str],
    by: User,
    now: datetime,
    requested_by: User | None = None,
    change: PendingChange | None = None,
    applied: Callable[[], object] | None = None,
) -> Certificate:
    """Certify what a revision renders, as it was `shown` (the SHA-256 of each rendering).

    It holds from its publishing on, or at once where readers see exactly this already. With a `change`,
    whose effect `applied` makes, it covers the page as it will be, and waits for that.

    Raise NotASignatory, SignatoryIsAuthor, NotComplete or ChangedMeanwhile.
    """
    with audited(at=now):
        locked = Page.objects.select_for_update().get(pk=page.pk)
        going_live: Any = Revision.objects.select_for_update().get(pk=revision.pk).as_object()
        programme = programme_of_page(locked)
        signatory = signatory_for(user=by, programme=programme, on=timezone.localdate(now))
        _refuse_authors(by, authors_of(locked), requested_by)
        refuse_incomplete(going_live, on=timezone.localdate(now))
        with would_be(applied or _nothing):
            found = renderings_of(going_live)
        _refuse_changed(shown, (one.sha256 for one in found))
        certificate = _certificate(programme, signatory, by, requested_by, now)
        certificate.page = locked
        certificate.revision_id = revision.pk
        certificate.job_code = going_live.job_code
        certificate.title = going_live.title
        certificate.path = locked.relative_url(programme.site) or "/"
        certificate.sha256 = digest_of(one.sha256 for one in found)
        certificate.change = change
        _keep(certificate, found)
        _replace_waiting(certificate, by, now)
        # A code under which something was certified is never another's.
        claim_job_code(programme_id=programme.pk, code=certificate.job_code, holder=locked, keep=True)
        _note(certificate, by)
        if change is None and _is_what_readers_see(locked, certificate):
            put_in_force(certificate, by=by, now=now)
    return certificate


def certify_document(
    *,
    programme: Programme,
    material: Material,
    shown_sha256: str,
    by: User,
    now: datetime,
    requested_by: User | None = None,
) -> Certificate:
    """Certify the exact bytes of a document version; it holds at once.

    Raise NotASignatory, SignatoryIsAuthor or ChangedMeanwhile.
    """
    with audited(at=now):
        signatory = signatory_for(user=by, programme=programme, on=timezone.localdate(now))
        _refuse_authors(by, material.author_ids, requested_by)
        _refuse_changed([shown_sha256], [material.sha256])
        certificate = _certificate(programme, signatory, by, requested_by, now)
        certificate.document_version_id = material.document_version_id
        certificate.job_code, certificate.title = material.job_code, material.title
        certificate.path, certificate.sha256 = material.path, material.sha256
        certificate.save()
        _note(certificate, by)
        put_in_force(certificate, by=by, now=now)
    return certificate


def refuse_incomplete(page: Any, *, on: date) -> None:
    """Raise NotComplete with all that a page lacks on a day."""
    missing = page.compliance_problems(on=on)
    if missing:
        raise NotComplete(f"“{page.title}” cannot be certified yet. {' '.join(missing)}")


def expiry_from(now: datetime) -> date:
    """Return the day on which a certificate given now stops holding (setting CERTIFICATE_MONTHS)."""
    return add_months(timezone.localdate(now), settings.CERTIFICATE_MONTHS)


def _certificate(
    programme: Programme, signatory: Signatory, by: User, requested_by: User | None, now: datetime
) -> Certificate:
    return Certificate(
        programme=programme,
        signatory=signatory,
        signatory_name=by.name,
        signatory_registration=f"{signatory.get_body_display()} {signatory.registration_number}",
        requested_by=requested_by,
        statement=statement_of(programme),
        certified_at=now,
        expires_on=expiry_from(now),
    )


def _keep(certificate: Certificate, found: Iterable[Rendered]) -> None:
    certificate.save()
    for one in found:
        kept = Rendering(certificate=certificate, switches=dict(one.switches), sha256=one.sha256)
        kept.canonical, kept.html = one.canonical, one.html
        kept.save()


def _replace_waiting(certificate: Certificate, by: User, now: datetime) -> None:
    waiting = Certificate.objects.filter(
        page=certificate.page_id, change=certificate.change, state=Certificate.State.WAITING
    )
    for former in waiting.exclude(pk=certificate.pk):
        end(former, state=Certificate.State.SUPERSEDED, by=by, now=now)


def _is_what_readers_see(page: Page, certificate: Certificate) -> bool:
    if not page.live:
        return False
    return digest_of(one.sha256 for one in renderings_of(page.specific)) == certificate.sha256


def _refuse_authors(by: User, authors: frozenset[UUID], requested_by: User | None) -> None:
    if by.pk in authors:
        raise SignatoryIsAuthor("You wrote part of this, so another signatory has to certify it.")
    if requested_by is not None and requested_by.pk == by.pk:
        raise SignatoryIsAuthor("You asked for this certificate, so another signatory has to give it.")


def _refuse_changed(shown: Iterable[str], found: Iterable[str]) -> None:
    if set(shown) != set(found):
        raise ChangedMeanwhile(
            "This was changed after it was shown to you. Read it again before you certify it."
        )


def _note(certificate: Certificate, by: User) -> None:
    record(
        "certificate.given",
        actor=by,
        subject=certificate,
        programme=certificate.programme_id,
        detail={
            "sha256": certificate.sha256,
            "job_code": certificate.job_code,
            "page": certificate.page_id,
            "document_version": str(certificate.document_version_id or ""),
            "expires_on": certificate.expires_on.isoformat(),
        },
    )


def _nothing() -> None:
    """Change nothing."""
