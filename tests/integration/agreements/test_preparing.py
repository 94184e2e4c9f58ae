"""A team begins the particulars of its agreement, or is told why it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.presenting.page import page_of
from agreements.services.preparing import CannotBegin, begin_particulars
from audit.models import AuditEvent
from directory.models import Organisation
from forms.submissions.models import Draft
from forms.submissions.services import submit
from tests import builders
from tests.agreeing import Parties, fill, issued, put_out

pytestmark = pytest.mark.django_db


def begun() -> bool:
    return Draft.objects.exists() or AuditEvent.objects.filter(action__endswith="particulars_begun").exists()


def test_the_team_begins_the_particulars(client: Client, who: Parties, now: datetime) -> None:
    agreement = issued(who, Kind.SLA, now=now)
    client.force_login(who.preparer)

    answer = client.post(reverse("agreements:prepare", args=[agreement.reference]))

    assert answer.status_code == 302
    assert begun()
    agreement.refresh_from_db()
    assert agreement.draft.owner == who.preparer


def test_for_a_closed_organisation_nothing_is_begun_and_the_page_says_why(
    client: Client, who: Parties, now: datetime
) -> None:
    agreement = issued(who, Kind.SLA, now=now)
    Organisation.objects.update(status="closed", closed_on=timezone.localdate())
    client.force_login(who.preparer)

    answer = client.post(reverse("agreements:prepare", args=[agreement.reference]))

    assert answer.status_code == 409
    assert "is recorded as closed. Ask your programme contact." in answer.content.decode()
    with pytest.raises(CannotBegin, match="closed"):
        begin_particulars(agreement=agreement, by=who.preparer, now=now)
    assert not begun()


def test_the_text_names_the_sites_that_the_team_named_and_no_others(who: Parties, now: datetime) -> None:
    who.organisation.sites.create(ods_code="ZZ01B", name="Cove Street Neurology Centre", postcode="ZZ1 1ZB")

    agreement = put_out(who, issued(who, Kind.SLA, now=now), now=now)

    page = page_of(agreement).html
    assert "the sites named in the particulars: Harbour Vale General Hospital." in page
    assert "Cove Street" not in page


def test_sending_the_particulars_and_taking_them_over_hold_draft_and_agreement_in_one_order(
    who: Parties, now: datetime
) -> None:
    agreement = issued(who, Kind.SLA, now=now)
    draft = fill(begin_particulars(agreement=agreement, by=who.preparer, now=now), by=who.preparer, now=now)
    colleague = builders.a_member(who.organisation, now=now, email="colleague@harbour.invalid")

    taking_over = first_read(lambda: begin_particulars(agreement=agreement, by=colleague, now=now))
    draft.refresh_from_db()
    sending = first_read(lambda: submit(draft=draft, by=colleague, revision=draft.revision, now=now))

    # Two who held them in turn, each its own first, would wait for each other for ever.
    assert taking_over == sending == [Draft._meta.db_table, Agreement._meta.db_table]


def first_read(action: Callable[[], object]) -> list[str]:
    """Return the two tables in the order in which an action first reads rows of theirs to hold them."""
    tables = (Draft._meta.db_table, Agreement._meta.db_table)
    with CaptureQueriesContext(connection) as captured:
        action()
    read = [re.match(r"SELECT .*? FROM \"(\w+)\"", query["sql"], re.DOTALL) for query in captured]
    named = [found[1] for found in read if found and found[1] in tables]
    return list(dict.fromkeys(named))
