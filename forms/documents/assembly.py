"""Put together all that a document says: what its audience may receive, who it is for, and the statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from forms.definitions.kinds import Supplement
from forms.definitions.path import AppliedForm
from forms.definitions.spec import FormSpec
from forms.documents.attachments import attachment_sections, attachments_of
from forms.documents.content import DocumentContent, Notice
from forms.documents.disclosure import build_rows, build_sections, disclose, disclosed_files
from programme.models import Programme, SafetyRecord

STATEMENT, SAFETY = "statement", "safety"
NOT_A_PRESCRIPTION = Notice(
    STATEMENT,
    "This is not a prescription",
    ("It registers a patient with a service. No medicine may be supplied on it.",),
)


def build_content(
    *,
    spec: FormSpec,
    applied: AppliedForm,
    audience: str,
    recipient: str,
    programme: Programme,
    safety_records: Iterable[SafetyRecord],
    reference: str,
    form_version: int,
    submitted_at: datetime,
    supplements: Iterable[Supplement] = (),
    marking: str = "",
    running: Iterable[str] = (),
    summary: Iterable[str] = (),
    holds_patients: bool = True,
) -> DocumentContent:
    """Return the frozen content of one audience's document; reads the programme's product.

    `running` and `summary` are keys of fields: on the head of later pages, and at the top of the first,
    stand those that the audience receives. Where its kind `holds_patients` it says what it is not.
    """
    disclosed = disclose(applied, audience=audience)
    attachments = attachments_of(disclosed_files(disclosed))
    statements = (NOT_A_PRESCRIPTION,) if holds_patients else ()
    return DocumentContent(
        title=spec.title,
        **masthead_of(programme),
        reference=reference,
        form_title=spec.title,
        form_version=form_version,
        recipient=recipient,
        audience=next((one.label for one in spec.audiences if one.key == audience), audience),
        submitted_on=f"{printed_date(submitted_at)}, {timezone.localtime(submitted_at):%H:%M}",
        submitted_at=submitted_at.astimezone(UTC).isoformat(timespec="seconds"),
        sections=(
            *build_sections(disclosed, supplements=supplements),
            *attachment_sections(attachments),
        ),
        attachments=attachments,
        notices=(*statements, *_safety_notices(safety_records)),
        marking=marking,
        running=tuple(" ".join(row.lines) for row in build_rows(disclosed, keys=running)),
        summary=build_rows(disclosed, keys=summary),
    )


def masthead_of(programme: Programme) -> dict[str, Any]:
    """Return what a document says of its programme."""
    product = programme.product
    return {
        "programme": programme.name,
        "product": f"{product.brand_name} ({product.generic_name})",
        "black_triangle": product.additional_monitoring,
        "company_role": programme.company_role,
    }


def printed_date(moment: datetime) -> str:
    """Write the local day of a moment as in "3 March 2026"."""
    day = timezone.localdate(moment)
    return f"{day.day} {day:%B} {day.year}"


def _safety_notices(records: Iterable[SafetyRecord]) -> Iterator[Notice]:
    for record in records:
        if record.kind == SafetyRecord.Kind.ADVERSE_EVENTS_HCP:
            lines = tuple(line.strip() for line in record.body.splitlines() if line.strip())
            # Paper has no links: the address itself is printed.
            link = f"{record.link_text}: {record.link}" if record.link_text else record.link
            yield Notice(SAFETY, record.title, (*lines, link) if link else lines)
