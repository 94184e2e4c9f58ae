"""Forms and drafts of a kind of another floor."""

from __future__ import annotations

import pytest
from django.utils import timezone

from forms.definitions import kinds
from forms.definitions.models import Form
from forms.submissions.services import (
    start_draft,
)
from tests.builders import a_member
from tests.integration.submissions.conftest import a_version
from tests.integration.submissions.other_kinds.elsewhere import Elsewhere, completed, the_spec


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = "tests.integration.submissions.other_urls"


@pytest.fixture
def elsewhere():
    kind = Elsewhere()
    kinds.register(kind)
    yield kind
    del kinds._kinds["elsewhere"]


@pytest.fixture
def other_form(programme, elsewhere):
    return Form.objects.create(
        programme=programme, kind="elsewhere", slug="particulars", title="Particulars", live=True
    )


@pytest.fixture
def other_version(other_form, member, now):
    return a_version(other_form, the_spec(), by=member, now=now)


@pytest.fixture
def other_draft(other_version, organisation, member):
    return start_draft(
        form_version=other_version, organisation=organisation, owner=member, now=timezone.now()
    )


@pytest.fixture
def other_ready(other_draft, member):
    return completed(other_draft, member)


@pytest.fixture
def colleague(organisation, now):
    return a_member(organisation, now=now, email="col@harbour.invalid", name="Col League")
