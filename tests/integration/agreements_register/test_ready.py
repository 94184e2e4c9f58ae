"""The register says of readiness what the gate decides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from agreements.gate import AgreementGate
from agreements.models import Agreement
from agreements.readiness import portfolio_of
from agreements.register.ready import readiness_of
from directory.models import Organisation, Partner
from tests import builders
from tests.integration.agreements_register.rows import KIND_OF, stored

pytestmark = pytest.mark.django_db
STANDS = st.sampled_from(["none", "in force", "over", "out", "later"])


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    offer=STANDS, authorisation=STANDS, first=STANDS, second=STANDS,
    closed=st.booleans(), gone=st.booleans(), needs_sla=st.booleans(),
)  # fmt: skip
def test_readiness_is_what_the_gate_decides(
    programme,
    organisation,
    clerk,
    now,
    settings,
    offer,
    authorisation,
    first,
    second,
    closed,
    gone,
    needs_sla,
):
    settings.NURSE_ONLY_NEEDS_SLA = needs_sla
    Agreement.objects.all().delete()
    Partner.objects.all().delete()
    today = timezone.localdate(now)
    made = [
        (builders.a_partner(programme, role=role, code=code), how)
        for role, code, how in (
            ("sponsor", "sponsor", offer),
            ("nurse", "nurse", authorisation),
            ("homecare", "one", first),
            ("homecare", "two", second),
        )
    ]
    app = builders.a_partner(programme, role="app", code="app")
    for partner, how in made:
        _agree(organisation, partner, how, clerk, now, today)
    if gone:
        made[2][0].available_until = today - timedelta(days=1)
        made[2][0].save()
    status = {"status": "closed", "closed_on": today} if closed else {"status": "open", "closed_on": None}
    Organisation.objects.filter(pk=organisation.pk).update(**status)
    organisation.refresh_from_db()
    partners = [partner for partner, _ in made[1:]] + [app]

    said = readiness_of(portfolio_of(organisation, on=today), partners, now=now)

    for one in said:
        decided = AgreementGate().may_send(organisation=organisation, partner=one.partner, on=today)
        assert one.ready == decided.allowed
        assert bool(one.missing) == (not decided.allowed)
        if not closed and not gone:
            assert " ".join(one.missing) == decided.reason


def _agree(organisation, partner, how, clerk, now, today: date) -> None:
    values = {
        "in force": {},
        "over": {"effective_on": today - timedelta(days=9), "expires_on": today - timedelta(days=1)},
        "out": {"stage": Agreement.Stage.OUT},
        "later": {"effective_on": today + timedelta(days=1)},
    }
    if how != "none":
        stored(organisation, partner, KIND_OF[partner.role], by=clerk, now=now, **values[how])
