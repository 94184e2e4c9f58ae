from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from approvals.models import Approval
from content.certification.models import Certificate, PendingChange
from content.certification.refusals import ChangedMeanwhile, ChangeOpen, SignatoryIsAuthor
from content.certification.renewals import certify_renewal, give_up, renewal_of, renewals_for
from content.certification.services.ending import expire_due, withdraw_certificate
from content.certification.touched import touched_by
from content.models import HomePage, StandardPage
from labelling import effects
from labelling.effects import EffectsUnknown
from labelling.services import add_service, approve_change, propose_change
from programme.models import Programme, SafetyRecord, Service
from tests import builders
from tests.certifying import publish_certified

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(programme: Programme) -> SafetyRecord:
    return SafetyRecord.objects.get(programme=programme, kind="adverse_events_patient")


@pytest.fixture
def second(db: None) -> User:
    return builders.a_user(email="ben@programme.invalid", name="Ben Second", is_staff=True)


@pytest.fixture
def approval(record: SafetyRecord, superuser: User, now: datetime) -> Approval:
    record.body = "Ring the corrected number."
    return propose_change(target=record, by=superuser, now=now)


@pytest.fixture
def live(home: HomePage, page: StandardPage, now: datetime) -> StandardPage:
    publish_certified(page, now=now)
    return page


def shown(pending: PendingChange) -> list[str]:
    return [one.sha256 for one in renewals_for(pending)[0].renderings]


def test_a_changed_record_names_the_certificates_that_it_touches(
    live: StandardPage, record: SafetyRecord
) -> None:
    def corrected() -> None:
        SafetyRecord.objects.filter(pk=record.pk).update(body="Corrected.")

    assert [one.page_id for one in touched_by(corrected)] == [live.pk]
    assert touched_by(lambda: None) == []
    record.refresh_from_db()
    assert record.body != "Corrected."


def test_a_change_that_touches_no_certified_page_holds_at_once(
    page: StandardPage, record: SafetyRecord, approval: Approval, second: User, now: datetime
) -> None:
    approve_change(approval=approval, by=second, now=now)

    record.refresh_from_db()
    assert record.body == "Ring the corrected number."


def test_a_change_that_touches_certified_pages_waits_for_their_certificates(
    live: StandardPage, record: SafetyRecord, approval: Approval, second: User, signatory: User,
    client: Client, now: datetime, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:  # fmt: skip
    approve_change(approval=approval, by=second, now=now)
    record.refresh_from_db()
    assert record.body != "Ring the corrected number."
    assert "Ring the corrected number." not in client.get("/about/").content.decode()
    pending = PendingChange.objects.get()
    former = Certificate.objects.get(state="valid")

    with django_capture_on_commit_callbacks(execute=True):
        renewed = certify_renewal(pending=pending, page=live, shown=shown(pending), by=signatory, now=now)

    record.refresh_from_db()
    former.refresh_from_db()
    pending.refresh_from_db()
    assert record.body == "Ring the corrected number."
    assert (former.state, renewed.state) == (Certificate.State.SUPERSEDED, Certificate.State.VALID)
    assert pending.state == PendingChange.State.APPLIED
    assert "Ring the corrected number." in client.get("/about/").content.decode()


def test_a_change_takes_effect_with_the_last_of_its_pages(
    live: StandardPage, home: HomePage, record: SafetyRecord, approval: Approval, second: User,
    signatory: User, now: datetime,
) -> None:  # fmt: skip
    publish_certified(home, now=now)
    approve_change(approval=approval, by=second, now=now)
    pending = PendingChange.objects.get()
    by_page = {
        one.former.page_id: [found.sha256 for found in one.renderings] for one in renewals_for(pending)
    }

    waiting = certify_renewal(pending=pending, page=live, shown=by_page[live.pk], by=signatory, now=now)
    record.refresh_from_db()
    assert waiting.state == Certificate.State.WAITING
    assert record.body != "Ring the corrected number."

    certify_renewal(pending=pending, page=home, shown=by_page[home.pk], by=signatory, now=now)
    record.refresh_from_db()
    assert record.body == "Ring the corrected number."
    assert Certificate.objects.filter(state="valid").count() == 2


def test_a_renewal_of_something_else_than_was_shown_is_refused_and_nothing_changes(
    live: StandardPage, record: SafetyRecord, approval: Approval, second: User, signatory: User, now: datetime
) -> None:
    approve_change(approval=approval, by=second, now=now)
    pending = PendingChange.objects.get()

    with pytest.raises(ChangedMeanwhile):
        certify_renewal(pending=pending, page=live, shown=["0" * 64], by=signatory, now=now)

    assert PendingChange.objects.get().state == PendingChange.State.WAITING
    assert Certificate.objects.count() == 1


def test_whoever_approved_the_change_does_not_certify_it(
    live: StandardPage, approval: Approval, signatory: User, now: datetime
) -> None:
    approve_change(approval=approval, by=signatory, now=now)
    pending = PendingChange.objects.get()

    with pytest.raises(SignatoryIsAuthor):
        certify_renewal(pending=pending, page=live, shown=shown(pending), by=signatory, now=now)


def test_whoever_proposed_the_change_certifies_none_of_its_pages(
    live: StandardPage, record: SafetyRecord, signatory: User, second: User, client: Client, now: datetime
) -> None:
    signatory.is_superuser = True
    signatory.save()
    record.body = "Words of the signatory's own."
    approve_change(approval=propose_change(target=record, by=signatory, now=now), by=second, now=now)
    pending = PendingChange.objects.get()

    with pytest.raises(SignatoryIsAuthor):
        certify_renewal(pending=pending, page=live, shown=shown(pending), by=signatory, now=now)

    assert Certificate.objects.count() == 1
    client.force_login(signatory)
    html = client.get(reverse("certification:change", args=[pending.pk])).content.decode()
    assert "You proposed this change or approved it" in html
    assert "Certify this page with the change" not in html


def test_one_change_waits_at_a_time_and_can_be_given_up(
    live: StandardPage, record: SafetyRecord, approval: Approval, superuser: User, second: User, now: datetime
) -> None:
    approve_change(approval=approval, by=second, now=now)
    record.refresh_from_db()
    record.body = "Another text."
    another = propose_change(target=record, by=superuser, now=now)
    with pytest.raises(ChangeOpen):
        approve_change(approval=another, by=second, now=now)
    another.refresh_from_db()
    assert another.state == Approval.State.REQUESTED

    give_up(pending=PendingChange.objects.get(), by=superuser, now=now)
    approve_change(approval=another, by=second, now=now)

    assert PendingChange.objects.filter(state="waiting").count() == 1


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


def test_without_anybody_to_ask_nothing_changes_where_pages_are(
    live: StandardPage, record: SafetyRecord, approval: Approval, second: User, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(effects, "_supplied", [])

    with pytest.raises(EffectsUnknown):
        approve_change(approval=approval, by=second, now=now)

    approval.refresh_from_db()
    assert approval.state == Approval.State.REQUESTED


def test_whoever_approves_reads_which_pages_have_to_be_certified_first(
    live: StandardPage, approval: Approval, second: User, client: Client
) -> None:
    second.is_superuser = True
    second.save()
    client.force_login(second)

    html = client.get(reverse("approvals:inspect", args=[approval.pk])).content.decode()

    assert "Pages to be certified first" in html
    assert "About the programme (EC-2)" in html


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
    assert len(shown(pending)) == 2

    certify_renewal(pending=pending, page=page, shown=shown(pending), by=signatory, now=now)

    assert not Service.objects.get().available
