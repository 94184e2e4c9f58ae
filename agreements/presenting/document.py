"""An agreement as a PDF: the copy to read, the one that is sealed, and the certificate of completion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from agreements.models import Agreement
from agreements.presenting.content import Presented, counterparty_lines, presented_from_json
from agreements.presenting.signatures import evidence_summary, signature_section
from agreements.texts.spec import DEFINITIONS, PARTICULARS, SectionSpec
from forms.documents.assembly import masthead_of, printed_date
from forms.documents.content import Clause, DocumentContent, Notice, Row, Section
from programme.addresses import address_on

STATEMENT = "statement"
PARTIES_COPY = "The parties to the agreement"


def reading_content(agreement: Agreement, presented: Presented, *, now: datetime) -> DocumentContent:
    """Return the agreement as it is read before it is signed; it says on each page that it is not."""
    unsigned = Section(
        "Signatures",
        clauses=(
            Clause(
                "",
                f"To be signed electronically for {presented.organisation}, and then for {presented.partner}.",
            ),
        ),
    )
    content = _content(agreement, presented, (unsigned,), now=now)
    return replace(content, marking="NOT SIGNED")


def sealed_content(agreement: Agreement, *, now: datetime) -> DocumentContent:
    """Return the agreement with its signatures and a summary of the evidence, as it is sealed."""
    presented = presented_from_json(agreement.presented)
    last = (
        signature_section(agreement),
        evidence_summary(agreement, verify_at=verification_address(agreement)),
    )
    content = _content(agreement, presented, last, now=now)
    marking = "SAMPLE TEXT" if presented.text.notice else ""
    return replace(content, marking=marking, facts=(*content.facts, *_term(agreement)))


def _term(agreement: Agreement) -> Iterator[Row]:
    """Yield the first and the last day as they were fixed by the last signature."""
    if agreement.effective_on is None:
        return
    last = (
        f"{date_format(agreement.expires_on)}, unless it ends earlier"
        if agreement.expires_on
        else "Not fixed"
    )
    yield Row("In force from", (date_format(agreement.effective_on),))
    yield Row("Last day", (last,))


def verification_address(agreement: Agreement) -> str:
    """Return the address of the public page that verifies a signed agreement."""
    return address_on(agreement.programme, reverse("agreements:verify"))


def _content(
    agreement: Agreement, presented: Presented, last: tuple[Section, ...], *, now: datetime
) -> DocumentContent:
    edition = f"Text version {presented.text_number}"
    notices = [Notice(STATEMENT, "Sample text", (presented.text.notice,))] if presented.text.notice else []
    return DocumentContent(
        title=presented.text.title,
        **masthead_of(agreement.programme),
        reference=presented.reference,
        form_title=presented.text.title,
        form_version=presented.text_number,
        recipient=presented.organisation,
        audience=PARTIES_COPY,
        submitted_on=f"{printed_date(now)}, {timezone.localtime(now):%H:%M}",
        submitted_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        sections=(*_sections(presented), *last),
        notices=tuple(notices),
        facts=(
            Row("Organisation", (f"{presented.organisation} ({presented.organisation_code})",)),
            Row("Counterparty", counterparty_lines(presented)),
            Row("Text", (edition,)),
            Row("Prepared on", (presented.prepared_on,)),
        ),
        edition=edition,
    )


def _sections(presented: Presented) -> Iterator[Section]:
    for section in presented.text.sections:
        if section.kind == PARTICULARS:
            yield from _particulars(section, presented.particulars)
        else:
            yield Section(_title(section), clauses=tuple(_clauses(section)))


def _particulars(section: SectionSpec, particulars: Iterable[Section]) -> Iterator[Section]:
    for part in particulars:
        yield Section(f"{section.title}: {part.title}", part.rows)


def _clauses(section: SectionSpec) -> Iterator[Clause]:
    if section.kind == DEFINITIONS:
        for one in section.definitions:
            yield Clause("", f"“{one.term}” means {one.meaning}", level=1)
    for clause in section.clauses:
        for index, paragraph in enumerate(clause.paragraphs()):
            yield Clause("" if index else clause.number, paragraph, level=clause.level)


def _title(section: SectionSpec) -> str:
    return f"{section.number}. {section.title}" if section.number else section.title
