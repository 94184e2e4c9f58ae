"""The demo's documents: sample PDFs, drawn from the programme's data, uploaded and certified as any other."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.formats import date_format

from accounts.models import User
from content.declarations import Declared
from content.library.files import checked
from content.library.models import Category, Document
from content.library.processing import process
from content.library.services.categorising import save_category
from content.library.services.certifying import certify_and_enforce
from content.library.services.details import Relations
from content.library.services.uploading import LOADER, Declarations, upload_document
from content.loading.report import Report
from content.roles.services import collection_of
from forms.documents.assembly import masthead_of
from forms.documents.content import Clause, DocumentContent, Row, Section
from forms.documents.pdf import render
from programme.models import Programme
from programme.territories import Territory

MARKING = "SAMPLE"


def load_sample_documents(
    data: Mapping[str, Any], *, programme: Programme, certified_by: User, now: datetime, report: Report
) -> None:
    """Create the sample documents that are missing, and let a signatory certify each."""
    categories = {
        name: _category(programme, name, position, now) for position, name in enumerate(data["categories"])
    }
    for values in data["documents"]:
        missing = not Document.objects.filter(programme=programme, title=values["title"]).exists()
        if missing:
            related = Document.objects.filter(programme=programme, title__in=values.get("related", []))
            relations = Relations(categories=[categories[values["category"]]], related=list(related))
            document = _uploaded(values, programme, relations, now)
            _certified(document, certified_by, now)
        report.note(f"demo document {values['title']}", created=missing)


def _category(programme: Programme, name: str, position: int, now: datetime) -> Category:
    kept = Category.objects.filter(programme=programme, name=name).first()
    category = Category(programme=programme, name=name, position=position)
    return kept or save_category(category=category, by=LOADER, now=now)


def _uploaded(
    values: Mapping[str, Any], programme: Programme, relations: Relations, now: datetime
) -> Document:
    pdf = render(_content(values, programme)).data
    return upload_document(
        document=Document(
            programme=programme,
            title=values["title"],
            summary=values["summary"],
            collection=collection_of(programme),
        ),
        file=checked(io.BytesIO(pdf), name="sample.pdf"),
        declarations=Declarations(
            job_code=values["job_code"],
            prepared_on=date.fromisoformat(values["prepared_on"]),
            audience=values["audience"],
            label=values["label"],
            territory=Territory.UNITED_KINGDOM,
        ),
        relations=relations,
        by=None,
        now=now,
    )


def _certified(document: Document, by: User, now: datetime) -> None:
    version = document.versions.get()
    process(version_id=version.pk, now=now)
    version.refresh_from_db()
    certify_and_enforce(version=version, shown_sha256=version.sha256, by=by, now=now)


def _content(values: Mapping[str, Any], programme: Programme) -> DocumentContent:
    prepared = date.fromisoformat(values["prepared_on"])
    return DocumentContent(
        title=values["title"],
        **masthead_of(programme),
        reference=values["job_code"],
        form_title=values["title"],
        form_version=1,
        recipient="",
        audience="",
        submitted_on=date_format(prepared),
        submitted_at=datetime.combine(prepared, time(12), tzinfo=UTC).isoformat(timespec="seconds"),
        sections=tuple(
            Section(one["title"], clauses=tuple(Clause("", text) for text in one["paragraphs"]))
            for one in values["sections"]
        ),
        notices=(),
        marking=MARKING,
        facts=(
            Row("For", (str(Declared.Audience(values["audience"]).label),)),
            Row("Job code", (values["job_code"],)),
            Row("Date of preparation", (date_format(prepared),)),
            Row("Status", ("A sample for the demo. Not for use with patients.",)),
        ),
        edition="Sample",
    )
