"""A team begins the particulars of its agreement, or is told why it cannot."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.kinds import Kind
from agreements.services.preparing import CannotBegin, begin_particulars
from audit.models import AuditEvent
from directory.models import Organisation
from forms.submissions.models import Draft
from tests.agreeing import Parties, issued

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
