"""What certified pages show beside their own words changes with a second person and new certificates only."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import ensure_groups
from approvals.models import Approval
from content.certification.drift import pages_that_drifted
from content.certification.models import Certificate, PendingChange
from content.certification.rendering import digest_of_page
from content.certification.renewals import certify_renewal, renewals_for
from content.contacts.models import Contact
from content.glossary.models import GlossaryEntry
from content.models import HomePage, ProgrammePage, ServicePage, StandardPage
from labelling.services import approve_change, propose_change
from programme.logos import cleaned_logo
from programme.look import change_look
from programme.models import Programme, SafetyRecord
from tests import builders
from tests.certifying import publish_certified

pytestmark = pytest.mark.django_db

CONTACT = {
    "kind": "account_manager", "name": "Robin Region", "region": "Scotland", "phone": "020 7946 0001",
    "email": "robin@programme.invalid", "form": "",
}  # fmt: skip
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def administrator(db: None) -> User:
    user = builders.a_user(email="ada@programme.invalid", name="Ada Office", is_staff=True, is_superuser=True)
    user.groups.add(ensure_groups())
    return user


@pytest.fixture
def second(db: None) -> User:
    user = builders.a_user(email="ben@programme.invalid", name="Ben Second", is_staff=True)
    user.groups.add(ensure_groups())
    return user


@pytest.fixture
def contact(programme: Programme) -> Contact:
    return Contact.objects.create(programme=programme, **{**CONTACT, "form": None})


def a_page(home: HomePage, slug: str, *, now: datetime, **values: object) -> StandardPage:
    """Publish a page with its certificate."""
    given = {"audience": "public", "body": "[]", **values}
    page = StandardPage(
        title=slug.title(), slug=slug, job_code=f"EC-{slug}", prepared_on="2026-10-01", **given
    )
    home.add_child(instance=page)
    publish_certified(page, now=now)
    return page


def renew(pending: PendingChange, page: StandardPage, *, by: User, now: datetime) -> Certificate:
    (renewal,) = renewals_for(pending)
    return certify_renewal(
        pending=pending, page=page, shown=[one.sha256 for one in renewal.renderings], by=by, now=now
    )


@pytest.fixture
def contacts_page(home: HomePage, contact: Contact, now: datetime) -> StandardPage:
    block = {"type": "contacts", "value": {"heading": "Ring", "text": "", "kind": "account_manager"}}
    return a_page(home, "contact", now=now, body=json.dumps([block]))


def test_a_contact_that_a_certified_page_shows_changes_with_its_new_certificate(
    contacts_page: StandardPage, contact: Contact, administrator: User, second: User, signatory: User,
    client: Client, now: datetime,
) -> None:  # fmt: skip
    client.force_login(administrator)
    client.post(reverse("contacts:edit", args=[contact.pk]), {**CONTACT, "phone": "020 7946 0002"})
    contact.refresh_from_db()
    assert contact.phone == "020 7946 0001"
    approval = Approval.objects.get()

    client.force_login(second)
    client.post(reverse("approvals:approve", args=[approval.pk]))
    contact.refresh_from_db()
    assert contact.phone == "020 7946 0001"
    assert "020 7946 0002" not in client.get("/contact/").content.decode()

    renew(PendingChange.objects.get(), contacts_page, by=signatory, now=now)

    contact.refresh_from_db()
    assert contact.phone == "020 7946 0002"
    assert contact.email == CONTACT["email"]
    assert pages_that_drifted(now=now) == []


def test_a_new_contact_is_on_no_certified_page_before_its_new_certificate(
    contacts_page: StandardPage, programme: Programme, administrator: User, second: User, signatory: User,
    client: Client, now: datetime,
) -> None:  # fmt: skip
    values = {**CONTACT, "programme": str(programme.pk), "name": "Sam Newcomer", "region": "Wales"}
    client.force_login(administrator)
    said = client.post(reverse("contacts:add"), values, follow=True).content.decode()
    assert "Waits to be added" in said
    client.force_login(second)
    client.post(reverse("approvals:approve", args=[Approval.objects.get().pk]))
    assert not Contact.objects.filter(name="Sam Newcomer").exists()
    assert "once the pages that it touches are certified" in (
        client.get(reverse("contacts:index")).content.decode()
    )

    renew(PendingChange.objects.get(), contacts_page, by=signatory, now=now)

    added = Contact.objects.get(name="Sam Newcomer")
    assert (added.programme, added.region, added.form) == (programme, "Wales", None)


def test_a_contact_that_no_certified_page_shows_takes_one_more_person_only(
    home: HomePage, contact: Contact, administrator: User, second: User, now: datetime
) -> None:
    contact.phone = "020 7946 0003"

    approve_change(approval=propose_change(target=contact, by=administrator, now=now), by=second, now=now)

    assert Contact.objects.get().phone == "020 7946 0003"
    assert not PendingChange.objects.exists()


def test_an_abbreviation_means_nothing_else_on_a_certified_page_before_its_new_certificate(
    home: HomePage, programme: Programme, administrator: User, second: User, signatory: User, client: Client,
    now: datetime,
) -> None:  # fmt: skip
    page = a_page(home, "using", now=now, introduction="The ECX helps.")
    client.force_login(administrator)
    values = {"programme": str(programme.pk), "short": "ECX", "long": "Example care exchange"}
    client.post(reverse("glossary:add"), values)
    client.force_login(second)
    client.post(reverse("approvals:approve", args=[Approval.objects.get().pk]))
    assert not GlossaryEntry.objects.exists()
    renew(PendingChange.objects.get(), page, by=signatory, now=now)
    entry = GlossaryEntry.objects.get()
    assert entry.long == "Example care exchange"

    entry.long = "Something else"
    approve_change(approval=propose_change(target=entry, by=administrator, now=now), by=second, now=now)

    assert GlossaryEntry.objects.get().long == "Example care exchange"
    assert [one.former.page_id for one in renewals_for(PendingChange.objects.get(state="waiting"))] == [
        page.pk
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [("body", "Other dosing."), ("link", "https://pi.example/new"), ("revised_on", "2026-11-01")],
)
def test_changed_prescribing_information_touches_exactly_the_pages_that_lead_to_it(
    home: HomePage, programme: Programme, administrator: User, second: User, now: datetime, name: str,
    value: str,
) -> None:  # fmt: skip
    for_professionals = a_page(home, "professionals", now=now, audience="professionals")
    a_page(home, "everybody", now=now)
    record = SafetyRecord.objects.get(programme=programme, kind="prescribing_information")
    before = getattr(record, name)
    setattr(record, name, SafetyRecord._meta.get_field(name).to_python(value))

    approve_change(approval=propose_change(target=record, by=administrator, now=now), by=second, now=now)

    renewals = renewals_for(PendingChange.objects.get())
    assert [one.former.page_id for one in renewals] == [for_professionals.pk]
    record.refresh_from_db()
    assert getattr(record, name) == before


def test_a_new_overview_changes_no_certified_service_page(home: HomePage, now: datetime) -> None:
    part = {
        "name": "Homecare", "anchor": "homecare", "icon": "delivery", "part_class": "package_deal",
        "class_note": "with nurse services", "summary": "<p>Brings it.</p>", "text": "<p>Brings it.</p>",
        "page": None, "role": "homecare",
    }  # fmt: skip
    declared = {"prepared_on": "2026-10-01", "audience": "public"}
    overview = ProgrammePage(
        title="Overview", slug="overview", job_code="EC-5", parts=json.dumps([{"type": "part", "value": part}]),
        **declared,
    )  # fmt: skip
    home.add_child(instance=overview)
    publish_certified(overview, now=now)
    service = ServicePage(
        title="Homecare", slug="homecare", job_code="EC-6", service="homecare", part_class="package_deal",
        class_note="with nurse services", **declared,
    )  # fmt: skip
    overview.add_child(instance=service)
    certificate = publish_certified(service, now=now)
    kept = certificate.renderings.get().html
    assert "Package deal, with nurse services" in " ".join(kept.split())

    part.update(part_class="patient_support_programme", class_note="on its own", icon="nurse")
    overview.parts = json.dumps([{"type": "part", "value": part}])
    publish_certified(overview, now=now)

    assert digest_of_page(ServicePage.objects.get(pk=service.pk)) == certificate.sha256


def test_a_new_logo_and_new_colours_leave_certified_pages_as_certified(
    home: HomePage, programme: Programme, administrator: User, now: datetime
) -> None:
    a_page(home, "professionals", now=now, audience="professionals")
    look = {"programme": programme, "neutral_name": programme.neutral_name, "accent": "", "by": administrator}

    change_look(primary="#20456b", logo=cleaned_logo(DRAWING), now=now, **look)
    assert pages_that_drifted(now=now) == []
    change_look(primary="", remove_logo=True, now=now, **look)

    assert pages_that_drifted(now=now) == []


def test_the_name_before_the_gate_changes_with_the_certificates_of_the_pages_that_show_it(
    home: HomePage, programme: Programme, administrator: User, second: User, signatory: User, client: Client,
    now: datetime,
) -> None:  # fmt: skip
    page = a_page(home, "everybody", now=now)
    former = programme.neutral_name
    client.force_login(administrator)
    values = {"neutral_name": "Words of one's own", "primary_colour": "#20456b", "accent_colour": ""}
    said = client.post(reverse("programmes:edit", args=[programme.pk]), values, follow=True).content.decode()
    assert "its change waits until somebody else approves it" in said
    programme.refresh_from_db()
    assert (programme.neutral_name, programme.primary_colour) == (former, "#20456b")

    approve_change(approval=Approval.objects.get(), by=second, now=now)
    programme.refresh_from_db()
    assert programme.neutral_name == former
    renew(PendingChange.objects.get(), page, by=signatory, now=now)

    programme.refresh_from_db()
    assert programme.neutral_name == "Words of one's own"
    assert pages_that_drifted(now=now) == []
