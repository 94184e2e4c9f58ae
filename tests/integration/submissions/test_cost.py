from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forms.definitions.spec import StepSpec
from forms.submissions.services import start_draft
from tests.integration.submissions.conftest import a_field, a_spec, a_version
from tests.integration.submissions.wizard import hidden, step_url

# Without a transaction around it a process remembers what every page shows, as it does in production.
pytestmark = pytest.mark.django_db(transaction=True)

MOST_FOR_GET, MOST_FOR_POST = 8, 10


@pytest.fixture
def cost_of(form, organisation, partners, member, signed_in):
    """Return what one GET and one POST of a step cost in queries, in a form of a given size."""

    def measure(steps: int, fields: int, **extra: object) -> tuple[int, int]:
        spec = a_spec(
            steps=tuple(
                StepSpec(f"step{step}", f"Step {step}", fields=tuple(
                    a_field(f"s{step}f{number}", "short_text", required=False) for number in range(fields)))
                for step in range(steps)
            )
        )  # fmt: skip
        version = a_version(form, spec, by=member, now=timezone.now())
        draft = start_draft(form_version=version, organisation=organisation, owner=member, now=timezone.now())
        url = step_url(draft, "step0")
        signed_in.get(url)  # the process reads each version once
        with CaptureQueriesContext(connection) as shown:
            page = signed_in.get(url)
        with CaptureQueriesContext(connection) as saved:
            assert signed_in.post(url, {**hidden(page), "s0f0": "x"}).status_code == 302
        return len(shown), len(saved)

    return measure


def test_a_steps_queries_do_not_grow_with_the_form(cost_of):
    small, large = cost_of(2, 2), cost_of(30, 30)

    assert small == large
    assert large[0] <= MOST_FOR_GET
    assert large[1] <= MOST_FOR_POST


def test_a_step_that_offers_places_and_partners_stays_cheap(signed_in, ready_draft):
    for key in ("who", "services"):
        url = step_url(ready_draft, key)
        signed_in.get(url)
        with CaptureQueriesContext(connection) as shown:
            assert signed_in.get(url).status_code == 200
        assert len(shown) <= MOST_FOR_GET + 2


def test_checking_the_answers_stays_cheap(signed_in, ready_draft):
    url = reverse("submissions:check", args=[ready_draft.pk])
    signed_in.get(url)
    with CaptureQueriesContext(connection) as shown:
        assert signed_in.get(url).status_code == 200

    assert len(shown) <= MOST_FOR_GET + 3
