"""A patient who was registered before."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from forms.submissions.models import Submission
from forms.submissions.services import (
    ProbableDuplicate,
    start_draft,
)
from tests import builders
from tests.integration.submissions.conftest import filled
from tests.integration.submissions.sending import sent

pytestmark = pytest.mark.django_db


def test_a_probable_duplicate_in_the_own_organisation_asks_first(
    complete_draft, version, organisation, partners, member, now, kind
):
    first = sent(complete_draft, member, now)
    second = start_draft(form_version=version, organisation=organisation, owner=member, now=now)
    filled(second, organisation, partners, member, now, patient={"name": "Another Name"})

    with pytest.raises(ProbableDuplicate) as warning:
        sent(second, member, now)
    assert [one.reference for one in warning.value.earlier] == [first.reference]
    assert Submission.objects.count() == 1

    assert sent(second, member, now, accept_duplicate=True).pk != first.pk
    assert kind.events[-1].matches == ()


def test_a_match_in_another_organisation_is_told_to_the_kind_and_to_nobody_else(
    complete_draft, version, programme, partners, member, now, kind
):
    first = sent(complete_draft, member, now)
    other = builders.an_organisation(programme, ods_code="ZZ007", name="Marram Coast Hospitals NHS Trust")
    colleague = builders.a_member(other, now=now, email="sol@marram.invalid")
    theirs = start_draft(form_version=version, organisation=other, owner=colleague, now=now)
    filled(theirs, other, partners, colleague, now)

    second = sent(theirs, colleague, now)

    assert kind.events[-1].matches == (first.reference,)
    assert kind.events[-1].reference == second.reference
    assert first.reference not in str(
        AuditEvent.objects.filter(subject_id=str(second.pk)).values_list("detail", flat=True)
    )


def test_a_match_elsewhere_costs_the_same_queries_as_none(
    complete_draft, version, programme, partners, member, now
):
    other = builders.an_organisation(programme, ods_code="ZZ007", name="Marram Coast Hospitals NHS Trust")
    colleague = builders.a_member(other, now=now, email="sol@marram.invalid")
    costs = []
    for number in ("9990000026", "9990000018"):
        theirs = start_draft(form_version=version, organisation=other, owner=colleague, now=now)
        numbered = {"number": {"kind": "nhs", "value": number}}
        filled(theirs, other, partners, colleague, now, patient=numbered)
        if number == "9990000018":
            sent(complete_draft, member, now)
        with CaptureQueriesContext(connection) as captured:
            sent(theirs, colleague, now)
        costs.append(len(captured))

    assert costs[0] == costs[1]


def test_the_index_of_a_patient_differs_between_programmes(complete_draft, member, now):
    submission = sent(complete_draft, member, now)

    assert len(submission.identity_index) == 64
    assert "9990000018" not in submission.identity_index
