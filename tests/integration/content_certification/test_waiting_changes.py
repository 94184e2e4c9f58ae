"""Services and pages that go meanwhile: when a change that waits takes effect, and what its frames show."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from approvals.models import Approval
from content.certification.models import Certificate, PendingChange
from content.certification.renewals import certify_renewal, renewal_of, renewals_for
from content.certification.services.ending import expire_due, withdraw_certificate
from content.models import HomePage, StandardPage
from labelling.services import add_service, approve_change, propose_change
from programme.models import Programme, SafetyRecord, Service
from tests.certifying import publish_certified
from tests.integration.content_certification.pages import shown_for

pytestmark = pytest.mark.django_db


def test_switching_a_service_whose_renderings_are_certified_waits_for_nothing(
    app: Service, home: HomePage, switched: StandardPage, superuser: User, second: User, now: datetime
) -> None:
    certificate = publish_certified(switched, now=now)
    assert certificate.renderings.count() == 2
    app.available = True
    change = propose_change(target=app, by=superuser, now=now)

    approve_change(approval=change, by=second, now=now)

    app.refresh_from_db()
    certificate.refresh_from_db()
    assert app.available
    assert certificate.state == Certificate.State.VALID
    assert not PendingChange.objects.exists()


def test_a_new_footnote_of_a_service_waits_for_the_pages_that_show_it(
    app: Service, home: HomePage, switched: StandardPage, live: StandardPage, superuser: User, second: User,
    now: datetime,
) -> None:  # fmt: skip
    publish_certified(switched, now=now)
    app.footnote = "The app is there from spring."
    change = propose_change(target=app, by=superuser, now=now)

    approve_change(approval=change, by=second, now=now)

    app.refresh_from_db()
    assert app.footnote == ""
    assert [one.former.page_id for one in renewals_for(PendingChange.objects.get())] == [switched.pk]


@pytest.fixture
def waiting(
    live: StandardPage, home: HomePage, approval: Approval, signatory: User, second: User, now: datetime
) -> PendingChange:
    """A change that waits for its second page only."""
    publish_certified(home, now=now)
    approve_change(approval=approval, by=second, now=now)
    pending = PendingChange.objects.get()
    found = renewal_of(pending, page_id=live.pk)
    assert found is not None
    certify_renewal(
        pending=pending, page=live, shown=[one.sha256 for one in found.renderings], by=signatory, now=now
    )
    return pending


@pytest.mark.parametrize("how", ["unpublished", "withdrawn", "expired"])
def test_a_change_takes_effect_when_the_last_page_that_misses_its_certificate_is_taken_down(
    waiting: PendingChange, live: StandardPage, home: HomePage, record: SafetyRecord, superuser: User,
    now: datetime, how: str,
) -> None:  # fmt: skip
    record.refresh_from_db()
    assert record.body != "Ring the corrected number."
    last = Certificate.objects.get(page=home.pk, state="valid")

    if how == "unpublished":
        home.refresh_from_db()
        home.unpublish(user=superuser)
    elif how == "withdrawn":
        withdraw_certificate(certificate=last, reason="Not needed.", by=superuser, now=now)
    else:
        expire_due(now=last.expires_at)

    record.refresh_from_db()
    waiting.refresh_from_db()
    assert record.body == "Ring the corrected number."
    assert waiting.state == PendingChange.State.APPLIED


def test_one_frame_renders_one_page(
    waiting: PendingChange, live: StandardPage, home: HomePage, signatory: User, client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    found = renewal_of(waiting, page_id=home.pk)
    assert found is not None
    address = reverse(
        "certification:change_rendering", args=[waiting.pk, home.pk, found.renderings[0].sha256]
    )
    rendered: list[int] = []
    plain = StandardPage.get_context
    monkeypatch.setattr(
        StandardPage, "get_context", lambda self, *a, **k: rendered.append(self.pk) or plain(self, *a, **k)
    )
    client.force_login(signatory)

    answer = client.get(address)

    assert "Ring the corrected number." in answer.content.decode()
    assert rendered == []
    elsewhere = reverse(
        "certification:change_rendering", args=[waiting.pk, live.pk, found.renderings[0].sha256]
    )
    assert client.get(elsewhere).status_code == 404


def test_a_new_service_waits_for_the_pages_that_took_it_for_available(
    home: HomePage, editor: User, superuser: User, second: User, programme: Programme, signatory: User,
    now: datetime,
) -> None:  # fmt: skip
    wording = {
        "service": "app", "heading": "The app", "available": "<p>Open the app.</p>",
        "in_development": "<p>The app comes later.</p>",
    }  # fmt: skip
    page = StandardPage(
        title="The app", slug="app", job_code="EC-3", prepared_on="2026-10-01", audience="public",
        body=json.dumps([{"type": "service_wording", "value": wording}]),
    )  # fmt: skip
    home.add_child(instance=page)
    publish_certified(page, now=now)
    fresh = Service(programme=programme, key="app", label="App")
    approve_change(approval=add_service(service=fresh, by=superuser, now=now), by=second, now=now)
    assert not Service.objects.exists()
    pending = PendingChange.objects.get()
    assert len(shown_for(pending)) == 2

    certify_renewal(pending=pending, page=page, shown=shown_for(pending), by=signatory, now=now)

    assert not Service.objects.get().available
