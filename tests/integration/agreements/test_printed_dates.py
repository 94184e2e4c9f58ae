"""What the text, the page and the sealed PDF say about the first and the last day is what then holds."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.presenting.content import presented_from_json
from agreements.presenting.facts import facts_of
from forms.documents.content import content_from_json
from tests.agreeing import FOLDER, Parties, asked, countersigned, issued, put_out, signed

pytestmark = pytest.mark.django_db


def signed_by_all(who: Parties, agreement: Agreement, *, now: datetime) -> Agreement:
    signed(asked(who, agreement, now=now), by=who.signatory, now=now)
    agreement.refresh_from_db()
    countersigned(who, agreement, now=now)
    agreement.refresh_from_db()
    return agreement


def text_of(agreement: Agreement) -> str:
    return json.dumps(agreement.presented["text"], ensure_ascii=False)


def sealed_facts(agreement: Agreement) -> dict[str, str]:
    content = content_from_json(agreement.sealed_copy.content)
    return {row.label: " ".join(row.lines) for row in content.facts}


def test_signed_after_the_wanted_day_the_sealed_pdf_states_the_day_from_which_it_is_in_force(
    who: Parties, now: datetime
) -> None:
    wanted = timezone.localdate(now) + timedelta(days=2)
    agreement = put_out(who, issued(who, Kind.SLA, now=now, starts_on=wanted), now=now)
    later = now + timedelta(days=9)
    signed_by_all(who, agreement, now=later)

    first = f"{date_format(wanted)} or, if later, the day on which both parties have signed it"
    assert f"holds from {first}." in text_of(agreement)
    assert f"Its last day is {date_format(agreement.expires_on)} (24 months from" in text_of(agreement)
    assert agreement.effective_on == timezone.localdate(later)
    facts = sealed_facts(agreement)
    assert facts["In force from"] == date_format(agreement.effective_on)
    assert facts["Last day"] == f"{date_format(agreement.expires_on)}, unless it ends earlier"


def test_without_a_wanted_day_the_text_counts_the_last_day_as_the_term_does(
    who: Parties, now: datetime
) -> None:
    agreement = signed_by_all(who, put_out(who, issued(who, Kind.SLA, now=now), now=now), now=now)

    assert "Its last day is the day before the day 24 months after its first day," in text_of(agreement)
    first, last = agreement.effective_on, agreement.expires_on
    assert last + timedelta(days=1) == first.replace(year=first.year + 2)
    assert sealed_facts(agreement)["Last day"].startswith(date_format(last))


def test_the_page_of_an_open_agreement_says_the_same_first_day_as_its_text(
    who: Parties, now: datetime
) -> None:
    wanted = timezone.localdate(now) + timedelta(days=2)
    agreement = put_out(who, issued(who, Kind.SLA, now=now, starts_on=wanted), now=now)

    to_start = next(fact.text for fact in facts_of(agreement, wanted) if fact.label == "To start")

    assert to_start in text_of(agreement)


@pytest.mark.parametrize("kind", [Kind.SLA, Kind.AUTHORISATION])
def test_no_text_promises_an_end_that_does_not_come_and_each_names_what_registration_needs(
    who: Parties, now: datetime, kind: Kind
) -> None:
    agreement = put_out(who, issued(who, kind, now=now), now=now)
    text = text_of(agreement)

    assert "also ends when" not in text
    assert "also ends when" not in (FOLDER / f"{kind}-text.json").read_text(encoding="utf-8")
    assert "only while the Overview and Offer Form between the Organisation and" in text
    assert "If that form is replaced by a new one, that is not its end." in text
    assert presented_from_json(agreement.presented).text.sections
