"""A sheet that stands in for the scan of an agreement signed on paper, for the demo only."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.utils.formats import date_format

from agreements.kinds import Kind
from directory.models import Organisation, Partner
from forms.documents.assembly import masthead_of
from forms.documents.content import Clause, DocumentContent, Row, Section
from forms.documents.pdf import render


def paper_scan(organisation: Organisation, partner: Partner, kind: Kind, signed_on: date) -> bytes:
    """Return a PDF that says what the paper would show; marked as a stand-in on every page."""
    when = datetime.combine(signed_on, time(12), tzinfo=UTC)
    title = f"{kind.label} (stand-in for a scan)"
    content = DocumentContent(
        title=title,
        **masthead_of(organisation.programme),
        reference="ON PAPER",
        form_title=title,
        form_version=1,
        recipient=organisation.name,
        audience="The programme office",
        submitted_on=date_format(signed_on),
        submitted_at=when.isoformat(timespec="seconds"),
        sections=(
            Section(
                "What the paper shows",
                clauses=(Clause("", "A real site keeps the scanned pages with both signatures here."),),
            ),
        ),
        notices=(),
        marking="STAND-IN",
        facts=(
            Row("Organisation", (str(organisation),)),
            Row("Counterparty", (partner.name,)),
            Row("Signed on", (date_format(signed_on),)),
        ),
        edition="Stand-in for a scan",
    )
    return render(content).data
