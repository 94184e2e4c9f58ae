"""New documents and new versions. A version keeps its file, title and declarations as they were uploaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.text import slugify
from wagtail.search import index

from accounts.models import User
from audit.trail import audited, record
from content.declarations import Declared
from content.job_codes.services import claim_job_code
from content.library.files import Checked, opened, store
from content.library.models import Document, DocumentVersion
from content.library.refusals import LibraryRefused, SameFile
from content.library.services.details import Relations, note_wording, relate, who_gets
from content.library.tasks import enqueue_processing

LOADER = "load_programme"


@dataclass(frozen=True, slots=True)
class Declarations:
    """What is declared of a version; the fields of content.declarations.Declared."""

    job_code: str
    prepared_on: date
    audience: str
    label: str
    territory: str
    company_role: str = ""


def upload_document(
    *,
    document: Document,
    file: Checked,
    declarations: Declarations,
    by: User | None,
    now: datetime,
    relations: Relations | None = None,
    note: str = "",
) -> Document:
    """Save a new document, whose fields are filled in, with its first version; not in force yet. Raises JobCodeTaken."""
    document.slug = document.slug or _free_slug(document)
    document.uploaded_by_user = by
    _take_file(document, file)
    with audited(at=now):
        document.save()
        relate(document, relations or Relations())
        note_wording(document, before=None, by=by)
        record(
            "document.created",
            actor=by or LOADER,
            subject=document,
            programme=document.programme_id,
            detail=who_gets(document),
        )
        claim_job_code(programme_id=document.programme_id, code=declarations.job_code, holder=document)
        _new_version(document, file, asdict(declarations), note=note, by=by, now=now)
        index.insert_or_update_object(document)
    return document


def add_version(
    *,
    document: Document,
    file: Checked,
    declarations: Declarations,
    note: str,
    by: User | None,
    now: datetime,
) -> DocumentVersion:
    """Add a version; the one in force stays so until the new one is put in force. Raises SameFile or JobCodeTaken.

    It gets the title and the summary that the document has now; the same file again where these differ.
    """
    with audited(at=now):
        held = Document.objects.select_for_update().get(pk=document.pk)
        newest = held.versions.first()
        values = asdict(declarations)
        if (
            newest
            and newest.sha256 == file.sha256
            and newest.is_worded_as(held)
            and declared_by(newest) == values
        ):
            raise SameFile(f"This very file is version {newest.number} already.")
        claim_job_code(programme_id=held.programme_id, code=declarations.job_code, holder=held)
        version = _new_version(held, file, values, note=note, by=by, now=now)
        _take_file(held, file, name=str(version.file.name))
        held.save()
    return version


def reword(*, document: Document, by: User, now: datetime) -> DocumentVersion:
    """Add the newest version once more, under the title and the summary that the document has now.

    Raise LibraryRefused where these are those of the newest version.
    """
    with audited(at=now):
        held = Document.objects.select_for_update().get(pk=document.pk)
        newest = held.versions.order_by("-number")[0]
        if newest.is_worded_as(held):
            raise LibraryRefused("The newest version has this title and summary already.")
        return _again(held, newest, note="New title or summary", by=by, now=now)


def restore_version(*, version: DocumentVersion, by: User, now: datetime) -> DocumentVersion:
    """Make an older version the newest again, as a version of its own; it is scanned and approved anew.

    The document gets its title and summary back.
    """
    with audited(at=now):
        held = Document.objects.select_for_update().get(pk=version.document_id)
        if held.versions.first() == version:
            raise LibraryRefused("This is the newest version already.")
        held.title, held.summary = version.title, version.summary
        held.worded_by.set(version.worded_by.all())
        note = f"Version {version.number} again"
        return _again(held, version, note=note, by=by, now=now, restores=version)


def _again(
    held: Document,
    version: DocumentVersion,
    *,
    note: str,
    by: User,
    now: datetime,
    restores: DocumentVersion | None = None,
) -> DocumentVersion:
    with opened(version.file) as content:
        file = Checked(content, version.kind, version.sha256, version.size)
        added = _new_version(held, file, declared_by(version), note=note, by=by, now=now, restores=restores)
        _take_file(held, file, name=str(added.file.name))
    held.save()
    return added


def declared_by(version: DocumentVersion) -> dict[str, Any]:
    """Return the declarations of a version by the names of their fields."""
    return {field.name: getattr(version, field.name) for field in Declared._meta.get_fields()}


def _new_version(
    document: Document,
    file: Checked,
    declarations: Mapping[str, Any],
    *,
    note: str,
    by: User | None,
    now: datetime,
    restores: DocumentVersion | None = None,
) -> DocumentVersion:
    last = document.versions.aggregate(last=models.Max("number"))["last"] or 0
    version = DocumentVersion(
        document=document,
        number=last + 1,
        title=document.title,
        summary=document.summary,
        file=store(file),
        sha256=file.sha256,
        size=file.size,
        media_type=file.kind.media_type,
        note=note,
        uploaded_by=by,
        uploaded_at=now,
        restores=restores,
        **declarations,
    )
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as error:
        raise LibraryRefused("Somebody else added a version a moment ago. Look at it first.") from error
    version.worded_by.set(document.worded_by.all())
    record(
        "document.version_uploaded",
        actor=by or LOADER,
        subject=version,
        programme=document.programme_id,
        detail={"document": document.pk, "number": version.number, "sha256": file.sha256},
    )
    enqueue_processing(version)
    return version


def _take_file(document: Document, file: Checked, *, name: str = "") -> None:
    document.file = name or store(file)
    document.file_size = file.size
    document.file_hash = file.sha256[:40]


def _free_slug(document: Document) -> str:
    # Never only digits: addresses of that kind belong to Wagtail's own way of linking.
    base = slugify(document.title)[:60] or "document"
    base = f"document-{base}" if base.isdigit() else base
    taken = set(
        Document.objects.filter(programme=document.programme_id, slug__startswith=base).values_list(
            "slug", flat=True
        )
    )
    free = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in free if slug not in taken)
