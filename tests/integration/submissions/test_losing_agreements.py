"""Agreements that end while a draft is open: the draft is kept, and the pages say what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.models import Organisation, Partner
from forms.routing.gate import GateDecision, MissingDocument
from forms.submissions.admission import reasons_to_refuse
from forms.submissions.models import Draft, Submission
from forms.submissions.refusals import LegRefused, Refusal
from tests.integration.submissions.conftest import a_spec, filled, sign_in
from tests.integration.submissions.sending import nothing_was_sent, sent

pytestmark = pytest.mark.django_db
GATE = "tests.integration.submissions.test_losing_agreements.Agreements"
REASON = "The Service Level Agreement with {} has expired."
ACTOR = "Pat Porter, finance director"


class Agreements:
    """A gate that refuses the partners named in `lost`, and remembers what it was asked."""

    lost: ClassVar[set[str]] = set()
    asked: ClassVar[list[tuple[str, frozenset[str]]]] = []

    def may_send(
        self,
        *,
        organisation: Organisation,
        partner: Partner,
        on: date,
        together: frozenset[str] = frozenset(),
        holds_patients: bool = True,
    ) -> GateDecision:
        self.asked.append((partner.code, together))
        if partner.code in self.lost:
            return GateDecision(
                False, REASON.format(partner.name), ("sla",), url="/agreements/", next_actor=ACTOR
            )
        return GateDecision(True)

    def allowed_partners(
        self, *, organisation: Organisation, partners: tuple[Partner, ...], on: date
    ) -> tuple[Partner, ...]:
        return tuple(one for one in partners if one.code not in self.lost)


@pytest.fixture(autouse=True)
def agreements(settings):
    settings.REGISTRATION_GATE = GATE
    Agreements.lost, Agreements.asked = set(), []
    yield Agreements
    Agreements.lost, Agreements.asked = set(), []


def shown(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("code", ["homecare-one", "nurse-service"])
def test_the_refusal_names_the_document_who_acts_next_and_where(ready_draft, member, agreements, code):
    agreements.lost = {code}

    with pytest.raises(LegRefused, match="Service Level Agreement with") as refused:
        sent(ready_draft, member, timezone.now())

    assert refused.value.decision.missing == ("sla",)
    assert refused.value.refusal == Refusal(str(refused.value), ACTOR, "/agreements/")
    assert nothing_was_sent(ready_draft)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_check_page_says_it_before_and_after_sending(client, ready_draft, member, agreements, method):
    sign_in(client, member)
    revision = client.get(reverse("submissions:check", args=[ready_draft.pk])).context["revision"]
    agreements.lost = {"homecare-one"}

    if method == "get":
        answer = client.get(reverse("submissions:check", args=[ready_draft.pk]))
    else:
        answer = client.post(reverse("submissions:submit", args=[ready_draft.pk]), {"revision": revision})

    page = shown(answer)
    assert "The Service Level Agreement with Homecare One has expired." in page
    assert f"Who acts next: {ACTOR}." in page
    assert '<a href="/agreements/">See what is missing</a>' in page
    assert "Nothing has been sent yet" in page
    assert nothing_was_sent(ready_draft)


def test_the_draft_is_kept_and_goes_once_the_agreement_is_in_force_again(ready_draft, member, agreements):
    agreements.lost = {"homecare-one"}
    with pytest.raises(LegRefused):
        sent(ready_draft, member, timezone.now())
    assert Draft.objects.get().work["answers"]["provider"]["label"] == "Homecare One"

    agreements.lost = set()

    assert sent(ready_draft, member, timezone.now()) == Submission.objects.get()


def test_the_gate_hears_what_goes_together(ready_draft, member, agreements):
    sent(ready_draft, member, timezone.now())

    both = frozenset({"nurse", "homecare"})
    assert sorted(agreements.asked) == [("homecare-one", both), ("nurse-service", both)]


def test_the_gate_hears_that_the_nurse_service_is_alone(
    open_draft, organisation, partners, member, agreements
):
    filled(
        open_draft,
        organisation,
        partners,
        member,
        timezone.now(),
        services={"services": ["nurse"], "provider": None},
    )

    sent(open_draft, member, timezone.now())

    assert agreements.asked == [("nurse-service", frozenset({"nurse"}))]


def test_the_start_page_says_what_is_missing_and_where(client, version, partners, member, agreements):
    agreements.lost = {"homecare-one", "nurse-service"}

    page = shown(sign_in(client, member).get(reverse("submissions:start", args=["example"])))

    assert "The Service Level Agreement with Nurse Service has expired." in page
    assert "The Service Level Agreement with Homecare One has expired." in page
    assert f"Who acts next: {ACTOR}." in page
    assert 'href="/agreements/"' in page
    assert "Start now" not in page


def test_one_partner_that_is_left_is_enough_to_start(version, organisation, partners, agreements):
    agreements.lost = {"homecare-one"}

    assert reasons_to_refuse(spec=a_spec(), organisation=organisation, on=timezone.localdate()) == ()


class NamesDocuments(Agreements):
    """A gate that names each missing document, the offer for every partner again."""

    def may_send(self, *, partner: Partner, **about: Any) -> GateDecision:
        documents = (
            MissingDocument("The Offer is not in force.", "The team", "/agreements/offer/"),
            MissingDocument(
                f"The agreement with {partner.name} is not in force.", ACTOR, f"/{partner.code}/"
            ),
        )
        reason = " ".join(one.sentence for one in documents)
        return GateDecision(False, reason, ("offer", "sla"), documents=documents)


def test_the_start_page_lists_each_missing_document_once_with_who_acts_next_and_its_own_link(
    client, version, partners, member, agreements, settings
):
    settings.REGISTRATION_GATE = f"{__name__}.NamesDocuments"
    agreements.lost = {"homecare-one", "nurse-service"}

    page = shown(sign_in(client, member).get(reverse("submissions:start", args=["example"])))

    lines = [
        one.split("</li>")[0] for one in page.split("<li>")[1:] if "not in force" in one.split("</li>")[0]
    ]
    assert len(lines) == 3
    assert sum("The Offer is not in force." in line for line in lines) == 1
    for line, actor, url in zip(
        sorted(lines, key=lambda line: "Offer" not in line),
        ("The team", ACTOR, ACTOR),
        ("/agreements/offer/", None, None),
        strict=True,
    ):
        assert f"Who acts next: {actor}." in line
        assert line.count("See what is missing") == 1
        assert url is None or f'href="{url}"' in line
    assert {
        code for code in ("homecare-one", "nurse-service") if f'href="/{code}/"' in page
    } == agreements.lost
