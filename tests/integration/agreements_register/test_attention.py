"""The admin's first page says what waits for the office, and each line leads to what it counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Membership
from agreements.kinds import Kind
from agreements.models import Agreement, Notice
from agreements.register.troubles import TROUBLES, count_troubles
from directory.models import Organisation
from forms.documents.models import Document
from tests import builders
from tests.integration.agreements_register.rows import a_request, stored
from tests.integration.routing.legs import a_document
from tests.seal_certificates import made

pytestmark = pytest.mark.django_db
Stage = Agreement.Stage


@pytest.fixture
def troubled(programme, organisation, sponsor, clerk, today):
    """One agreement in each kind of trouble, each of an organisation of its own, beside one in none."""
    hospitals = {
        key: builders.an_organisation(programme, ods_code=f"ZZ1{index:02d}", name=f"{key.title()} NHS Trust")
        for index, key in enumerate(TROUBLES)
    }

    def of(key, **values):
        return stored(hospitals[key], sponsor, Kind.OFFER, by=clerk, now=values.pop("now", today), **values)

    stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today)
    of("seal", stage=Stage.COUNTERSIGNED, seal_problem="The service does not answer.")
    of("certificate", **sealed_here(hospitals["certificate"], clerk, today))
    of("confirm", stage=Stage.ATTESTED)
    of("ending", expires_on=today.date() + timedelta(days=29))
    waiting = of("waiting", stage=Stage.OUT, now=today - timedelta(days=40))
    a_request(waiting, by=clerk, now=today - timedelta(days=15))
    mail = of("mail", stage=Stage.DRAFT)
    Notice.objects.create(
        agreement=mail, template="closed", email="a@b.invalid", created_at=today, next_try_at=today,
        tries=3, problem="ConnectionRefusedError",
    )  # fmt: skip
    nobody = of("nobody", stage=Stage.SIGNED)
    a_request(nobody, by=clerk, now=today, party="counterparty")
    of("carry")
    of("closed", stage=Stage.OUT)
    heir = builders.an_organisation(programme, ods_code="ZZ199", name="Heir NHS Trust")
    Organisation.objects.filter(pk__in=[hospitals["carry"].pk, hospitals["closed"].pk]).update(
        status="closed", closed_on=today.date(), successor=heir
    )
    return hospitals


def sealed_here(organisation, clerk, today):
    """What an agreement signed and sealed here an hour ago stands on."""
    ago = today - timedelta(hours=1)
    copy = a_document(
        organisation, builders.a_partner(organisation.programme, role="app", code="any"), now=ago
    )
    return {
        "medium": "online",
        "scan_sha256": "",
        "sealed_copy": copy,
        **dict.fromkeys(("organisation_signed_at", "countersigned_at", "completed_at"), ago),
    }


def test_each_line_counts_one_and_leads_to_it(manager, troubled, programme, today):
    assert count_troubles(today, programme_id=programme.pk) == dict.fromkeys(TROUBLES, 1)
    home = manager.get(reverse("wagtailadmin_home")).content.decode()

    for key, trouble in TROUBLES.items():
        address = f"{reverse('agreement_register:index')}?trouble={key}"
        assert f"1 {trouble.one}" in home
        assert f'href="{address}"' in home
        rows = manager.get(address).context["rows"]
        assert [row.organisation for row in rows] == [troubled[key]]
    assert f"<strong>1 {TROUBLES['seal'].one}</strong>" in home


def test_trouble_that_is_over_is_not_reported(programme, troubled, sponsor, clerk, today):
    Agreement.objects.filter(organisation=troubled["seal"]).update(seal_problem="")
    Agreement.objects.filter(organisation=troubled["confirm"]).update(stage=Stage.VOIDED, closed_at=today)
    Agreement.objects.filter(organisation=troubled["ending"]).update(superseded_on=today.date())
    Agreement.objects.get(organisation=troubled["waiting"]).requests.update(opened_at=today)
    Notice.objects.update(sent_at=today)
    Agreement.objects.filter(organisation=troubled["closed"]).update(stage=Stage.WITHDRAWN, closed_at=today)
    sealed = Agreement.objects.get(organisation=troubled["certificate"])
    Document.objects.filter(pk=sealed.sealed_copy_id).update(subject_id=sealed.pk, audience="certificate")
    Membership.objects.create(user=builders.a_user(), partner=sponsor, started_at=today)
    old = Agreement.objects.get(organisation=troubled["carry"])
    stored(
        old.organisation.successor, sponsor, Kind.OFFER, by=clerk, now=today, stage=Stage.ATTESTED,
        origin="carried_over", parent=old,
    )  # fmt: skip

    counts = count_troubles(today, programme_id=programme.pk)

    # What was carried over waits for its confirmation now.
    assert counts == {**dict.fromkeys(TROUBLES, 0), "confirm": 1}


@pytest.mark.parametrize(
    ("days", "says"), [(59, "certificate of the seal ends on"), (61, ""), (None, "seal cannot be used")]
)
def test_a_seal_that_ends_soon_is_told_before_anything_fails(
    manager, onlooker, programme, settings, today, days, says
):
    until = today + timedelta(days=days or 0)
    settings.SEAL_PKCS12 = made("Ending seal", until=until).packed() if days else ""

    told = manager.get(reverse("wagtailadmin_home")).content.decode()

    assert ("of the seal" in told or "seal cannot" in told) == bool(says)
    assert says in told
    assert "seal" not in onlooker.get(reverse("wagtailadmin_home")).content.decode()


def test_people_without_the_right_are_told_nothing(onlooker, editor, troubled):
    for client in (onlooker, editor):
        home = client.get(reverse("wagtailadmin_home")).content.decode()
        assert not any(trouble.one in home for trouble in TROUBLES.values())


def test_a_mail_about_a_request_that_is_over_is_no_trouble(programme, troubled, clerk, today):
    waiting = Agreement.objects.get(organisation=troubled["waiting"])
    request = waiting.requests.get()
    Notice.objects.create(
        agreement=waiting, request=request, template="to_sign", email="a@b.invalid", created_at=today,
        next_try_at=today, tries=5, dropped_at=today, problem="SMTPRecipientsRefused 550",
    )  # fmt: skip
    assert count_troubles(today, programme_id=programme.pk)["mail"] == 2

    waiting.requests.update(state="closed", closed_at=today)

    assert count_troubles(today, programme_id=programme.pk)["mail"] == 1
