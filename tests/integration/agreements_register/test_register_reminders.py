"""Reminders go out from the register, about what was ticked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.signing.models import Notice
from audit.models import AuditEvent
from tests import builders
from tests.integration.agreements_register.register import INDEX, page
from tests.integration.agreements_register.rows import a_request, stored

pytestmark = pytest.mark.django_db
Stage = Agreement.Stage


def test_those_ticked_are_reminded_and_the_rest_is_said(manager, organisation, counterparties, clerk, today):
    sponsor, nurse, _ = counterparties
    out = stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today, stage=Stage.OUT)
    a_request(out, by=clerk, now=today - timedelta(days=6))
    sealing = stored(organisation, nurse, Kind.AUTHORISATION, by=clerk, now=today, stage=Stage.COUNTERSIGNED)
    assert f'value="{out.pk}"' in page(manager)
    assert f'value="{sealing.pk}"' not in page(manager)

    answer = manager.post(
        reverse("agreement_register:remind"),
        {"agreement": [out.pk, sealing.pk, "nonsense"], "query": "?kind=offer"},
        follow=True,
    )

    said = answer.content.decode()
    assert answer.redirect_chain == [(f"{reverse(INDEX)}?kind=offer", 302)]
    assert "1 reminder was sent." in said
    assert "1 reminder was not sent" in said
    assert list(Notice.objects.values_list("agreement", "template")) == [(out.pk, "reminder")]


def test_teams_are_reminded_in_bulk_of_drafts_and_of_naming_who_signs(
    manager, organisation, counterparties, clerk, today
):
    sponsor, nurse, homecare = counterparties
    builders.a_member(organisation, now=today, email="team@harbour.invalid")
    draft = stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today, stage=Stage.DRAFT)
    unnamed = stored(organisation, nurse, Kind.AUTHORISATION, by=clerk, now=today, stage=Stage.OUT)
    countersigning = stored(organisation, homecare, Kind.SLA, by=clerk, now=today, stage=Stage.SIGNED)
    shown = page(manager)
    assert [f'value="{one.pk}"' in shown for one in (draft, unnamed, countersigning)] == [True, True, False]

    answer = manager.post(
        reverse("agreement_register:remind"), {"agreement": [draft.pk, unnamed.pk]}, follow=True
    )

    assert "2 reminders were sent." in answer.content.decode()
    assert set(Notice.objects.values_list("agreement", "template", "email")) == {
        (one.pk, "to_prepare", "team@harbour.invalid") for one in (draft, unnamed)
    }


def test_an_onlooker_reminds_nobody(onlooker, organisation, sponsor, clerk, today):
    out = stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today, stage=Stage.OUT)
    a_request(out, by=clerk, now=today)

    assert f'value="{out.pk}"' not in page(onlooker)
    onlooker.post(reverse("agreement_register:remind"), {"agreement": [out.pk]})

    assert not Notice.objects.exists()
    assert not AuditEvent.objects.filter(action="agreement.reminded").exists()
