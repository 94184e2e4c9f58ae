"""A change of a shared record waits for the certificates that it touches, and takes effect with the last."""

from __future__ import annotations

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
from content.certification.renewals import certify_renewal, give_up, renewals_for
from content.certification.touched import touched_by
from content.models import HomePage, StandardPage
from labelling import effects
from labelling.effects import EffectsUnknown
from labelling.services import approve_change, propose_change
from programme.models import SafetyRecord
from tests.certifying import publish_certified
from tests.integration.content_certification.pages import shown_for

pytestmark = pytest.mark.django_db


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
        renewed = certify_renewal(pending=pending, page=live, shown=shown_for(pending), by=signatory, now=now)

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
        certify_renewal(pending=pending, page=live, shown=shown_for(pending), by=signatory, now=now)


def test_whoever_proposed_the_change_certifies_none_of_its_pages(
    live: StandardPage, record: SafetyRecord, signatory: User, second: User, client: Client, now: datetime
) -> None:
    signatory.is_superuser = True
    signatory.save()
    record.body = "Words of the signatory's own."
    approve_change(approval=propose_change(target=record, by=signatory, now=now), by=second, now=now)
    pending = PendingChange.objects.get()

    with pytest.raises(SignatoryIsAuthor):
        certify_renewal(pending=pending, page=live, shown=shown_for(pending), by=signatory, now=now)

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
