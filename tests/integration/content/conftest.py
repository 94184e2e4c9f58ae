"""A programme whose pages were loaded and published, as in the demo."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from content.loading.pages import load_pages
from directory.models import Partner
from forms.definitions.models import Form
from programme.models import Programme
from tests import builders
from tests.certifying import a_signatory
from tests.declaring import declare_as


@pytest.fixture
def client(client: Client) -> Client:
    """A browser whose reader has said to be a healthcare professional."""
    return declare_as(client)


@pytest.fixture
def kesimptaconnect(db: None) -> Programme:
    return builders.a_programme(code="kesimptaconnect", name="KesimptaConnect")


@pytest.fixture
def form(kesimptaconnect: Programme) -> Form:
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
