"""Documents of the library in one line each."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from wagtail.models import Collection

from accounts.models import User
from content.library.files import Checked, checked
from content.library.models import Document, DocumentVersion
from content.library.processing import process
from content.library.services.certifying import certify_and_enforce
from content.library.services.uploading import Declarations, add_version, upload_document
from programme.models import Programme
from tests.certifying import a_signatory
from tests.library_files import a_pdf

DECLARED = Declarations(
    job_code="EX-1",
    prepared_on=date(2026, 10, 1),
    audience="professionals",
    label="non_promotional",
    territory="united_kingdom",
)


def a_root_collection() -> Collection:
    """The root that a migration makes; a database without migrations has none."""
    root: Collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    return root


def as_upload(data: bytes, name: str = "file.pdf") -> Checked:
    return checked(io.BytesIO(data), name=name)


def a_document(
    programme: Programme,
    *,
    now: datetime,
    data: bytes | None = None,
    name: str = "file.pdf",
    by: User | None = None,
    declarations: Declarations = DECLARED,
    **values: Any,
) -> Document:
    """Upload a document; it is neither read nor in force."""
    a_root_collection()
    document = Document(programme=programme, **{"title": "Injection guide", **values})
    return upload_document(
        document=document,
        file=as_upload(data or a_pdf("How to inject"), name),
        declarations=declarations,
        by=by,
        now=now,
    )


def a_version(document: Document, data: bytes, *, now: datetime, by: User | None = None) -> DocumentVersion:
    return add_version(
        document=document, file=as_upload(data), declarations=DECLARED, note="Reworded", by=by, now=now
    )


def in_force(document: Document, *, now: datetime, by: User | None = None) -> Document:
    """Read the newest version of a document, have it certified and put in force."""
    version = document.versions.order_by("-number")[0]
    process(version_id=version.pk, now=now)
    version.refresh_from_db()
    signatory = by or a_signatory(document.programme, now=now)
    certify_and_enforce(version=version, shown_sha256=version.sha256, by=signatory, now=now)
    document.refresh_from_db()
    return document
