"""A programme whose pages were loaded and published, as in the demo."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from content.certification.models import Certificate, Signatory
from content.loading.files import folder_of
from content.loading.page_fields import fill
from content.loading.pages import load_pages
from content.models import HomePage, TouchpointsPage
from directory.models import Partner
from forms.definitions.models import Form
from forms.definitions.spec import ANYONE
from programme.models import Programme, Service
from stamps import PAGES, RECORDS, stamps_of
from tests import builders
from tests.certifying import a_signatory
from tests.declaring import declare_as

OPEN_FORMS = {
    "account-manager": "Contact your key account manager",
    "ask-a-speaker": "Ask a speaker",
    "medical-information": "Medical information request",
}


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    renew()


@pytest.fixture
def client(client: Client) -> Client:
    """A browser whose reader has said to be a healthcare professional."""
    return declare_as(client)


@pytest.fixture
def kesimptaconnect(db: None) -> Programme:
    return builders.a_programme(code="kesimptaconnect", name="KesimptaConnect")


@pytest.fixture
def form(kesimptaconnect: Programme) -> Form:
    """The registration; beside it the open forms that the contact page leads to."""
    for slug, title in OPEN_FORMS.items():
        Form.objects.create(
            programme=kesimptaconnect, kind="general", slug=slug, title=title, open_to=ANYONE, live=True
        )
    return Form.objects.create(
        programme=kesimptaconnect,
        kind="patient_registration",
        slug="patient-registration",
        title="Patient registration",
        live=True,
    )


@pytest.fixture
def approver(db: None) -> User:
    return builders.a_user(email="anil@programme.invalid", is_superuser=True, is_staff=True)


@pytest.fixture
def homecare(kesimptaconnect: Programme) -> Partner:
    return builders.a_partner(
        kesimptaconnect, role="homecare", code="harbour-homecare", name="Harbour Homecare Limited"
    )


@pytest.fixture
def pages(
    kesimptaconnect: Programme, form: Form, homecare: Partner, approver: User, now: datetime
) -> dict[str, Page]:
    signatory = a_signatory(kesimptaconnect, now=now)
    created = load_pages(programme=kesimptaconnect, by=approver, certified_by=signatory, now=now)
    return {page.slug: page.specific for page in created}


@pytest.fixture
def shown(kesimptaconnect: Programme, form: Form, homecare: Partner, now: datetime) -> dict[str, Page]:
    """The programme's pages as readers meet them, by slug; to certify each takes long and has tests of its own."""
    created = load_pages(programme=kesimptaconnect, by=None, now=now)
    return show(kesimptaconnect, *created, now=now)


@pytest.fixture
def app(kesimptaconnect: Programme) -> Service:
    return Service.objects.create(
        programme=kesimptaconnect, key="app", label="App", footnote="The app is in development."
    )


@pytest.fixture
def touchpoints(kesimptaconnect: Programme, app: Service, now: datetime) -> TouchpointsPage:
    """The touchpoints of the programme's data, as the only page below the first."""
    home = builders.a_root_page().add_child(instance=HomePage(title="Home", slug="kc", job_code="H-1"))
    site = kesimptaconnect.site
    site.root_page = home
    site.save()
    entries = folder_of("kesimptaconnect").read("pages")["pages"]
    entry = next(one for one in entries if one["type"] == "TouchpointsPage")
    page = TouchpointsPage(title=entry["title"], slug="touchpoints")
    fill(page, {**entry, "body": []}, programme=kesimptaconnect, known={})
    home.add_child(instance=page)
    show(kesimptaconnect, home, page, now=now)
    return TouchpointsPage.objects.get(pk=page.pk)


def renew() -> None:
    """Keep nothing from before: what a test changes is never committed, so nothing renews by itself."""
    cache.clear()
    for name in (PAGES, RECORDS):
        stamps_of(name).renew()


def show(programme: Programme, *pages: Page, now: datetime) -> dict[str, Page]:
    """Make pages live with certificates that nobody gave, behind the back of the guard; return them by slug."""
    keys = [page.pk for page in pages]
    Page.objects.filter(pk__in=keys).update(live=True, has_unpublished_changes=False)
    signatory = Signatory.objects.get(user=a_signatory(programme, now=now), programme=programme)
    Certificate.objects.bulk_create(
        Certificate(
            programme=programme, page_id=page.pk, title=page.title, signatory=signatory, certified_at=now,
            expires_on=now.date() + timedelta(days=365), in_force_at=now, state=Certificate.State.VALID,
        )
        for page in pages
    )  # fmt: skip
    return {page.slug: page.specific for page in Page.objects.filter(pk__in=keys)}
