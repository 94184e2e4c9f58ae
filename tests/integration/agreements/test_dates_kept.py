"""The trail says where an agreement's dates come from and how long it is kept; so do its pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from agreements.evidence.certificate import certificate_content
from agreements.evidence.keeping import kept_until, source_of_dates
from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.services.attesting import carry_over, confirm
from directory.models import Organisation
from tests import builders
from tests.agreeing import Parties, in_force
from tests.integration.agreements.papers import on_paper
from tests.integration.agreements.trail import of

pytestmark = pytest.mark.django_db
FIRST = date(2026, 6, 1)
SIGNED = "The day of the last signature"


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (None, f"{SIGNED}; a term of 24 months by the text"),
        (
            date(2027, 3, 1),
            f"{SIGNED}, at the earliest the day that was wanted, 1 March 2027; a term of 24 months by the text",
        ),
    ],
)
def test_what_was_signed_here_has_its_dates_from_signature_and_text(
    who: Parties, now: datetime, settings: Any, wanted: date | None, words: str
) -> None:
    settings.AGREEMENT_RETENTION_YEARS = 8
    agreement = in_force(who, Kind.SLA, now=now, starts_on=wanted)

    detail = of(agreement, "completed").detail

    assert (detail["dates_from"], detail["retention"]) == (words, "8 years after its last day")
    last = agreement.expires_on
    assert last is not None
    assert kept_until(agreement) == last.replace(year=last.year + 8)
    content = certificate_content(agreement, verify_at="https://example.invalid/verify", now=now)
    rows = {row.label: row.lines for row in content.sections[0].rows}
    assert (rows["Both follow from"], rows["Kept for"]) == ((words,), ("8 years after its last day",))


def test_without_a_term_there_is_no_day_until_which_it_is_kept(who: Parties, now: datetime) -> None:
    agreement = in_force(who, Kind.SLA, now=now)
    assert agreement.text_version is not None
    agreement.text_version.term_months = agreement.expires_on = None

    assert source_of_dates(agreement) == f"{SIGNED}; the text fixes no end"
    assert kept_until(agreement) is None


def test_a_paper_has_its_dates_from_the_paper_and_what_was_carried_over_from_the_other(
    who: Parties, now: datetime
) -> None:
    closed = builders.an_organisation(who.programme, ods_code="ZZ009", name="Old Quay Hospitals NHS Trust")
    paper = on_paper(who, Kind.SLA, now=now, effective_on=FIRST, organisation=closed)
    Organisation.objects.filter(pk=closed.pk).update(
        status="closed", closed_on=now.date(), successor=who.organisation
    )

    carried = carry_over(
        agreement=Agreement.objects.get(pk=paper.pk), to=who.organisation, effective_on=now.date(),
        basis="A transfer order.", by=who.office, now=now,
    )  # fmt: skip
    confirm(agreement=carried, by=who.second_office, now=now)

    assert of(paper, "completed").detail["dates_from"] == "As they stand on the paper"
    assert of(carried, "completed").detail["dates_from"] == f"Carried over from {paper.reference}"
