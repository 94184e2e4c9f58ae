from __future__ import annotations

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from forms.submissions.models import Draft
from forms.submissions.services import (
    ChangedElsewhere,
    DraftClosed,
    NotTheOwner,
    StartRefused,
    UnknownStep,
    discard_draft,
    drafts as drafts_module,
    expire_drafts,
    save_step,
    start_draft,
)
from programme.models import SafetyRecord
from tests.integration.submissions.conftest import a_spec, a_version

pytestmark = pytest.mark.django_db


def saved(draft, **values):
    return save_step(
        **{
            "draft": draft,
            "step_key": "patient",
            "answers": {"name": "Ada"},
            "by": draft.owner,
            "revision": draft.revision,
            "now": draft.created_at,
            **values,
        }
    )


def test_a_person_may_have_any_number_of_drafts(version, organisation, partners, member, now):
    for _ in range(3):
        start_draft(form_version=version, organisation=organisation, owner=member, now=now)

    assert member.drafts.filter(state="open").count() == 3
    assert AuditEvent.objects.filter(action="draft.started").count() == 3


def test_a_draft_is_not_started_for_an_organisation_of_others(version, organisation, partners, stranger, now):
    with pytest.raises(NotTheOwner):
        start_draft(form_version=version, organisation=organisation, owner=stranger, now=now)

    assert not Draft.objects.exists()


def test_starting_is_refused_with_the_gates_reason(
    version, organisation, nurse_service, homecare_provider, member, settings, now
):
    partners = (nurse_service, homecare_provider)
    settings.MISSING_AGREEMENTS = {(organisation.ods_code, partner.code) for partner in partners}

    with pytest.raises(StartRefused) as refusal:
        start_draft(form_version=version, organisation=organisation, owner=member, now=now)

    assert {reason.reason for reason in refusal.value.reasons} == {
        f"{organisation.name} has no service level agreement with {partner.name}." for partner in partners
    }
    assert not Draft.objects.exists()


def test_starting_is_refused_for_a_closed_organisation(version, organisation, partners, member, now):
    organisation.status, organisation.closed_on = "closed", now.date()
    organisation.save()

    with pytest.raises(StartRefused, match="closed"):
        start_draft(form_version=version, organisation=organisation, owner=member, now=now)


def test_starting_is_refused_while_no_service_takes_registrations(version, organisation, member, now):
    with pytest.raises(StartRefused, match="takes registrations"):
        start_draft(form_version=version, organisation=organisation, owner=member, now=now)


def test_production_refuses_to_start_with_placeholder_safety_records(
    version, organisation, partners, member, now, settings
):
    settings.REFUSE_PLACEHOLDERS = True
    with pytest.raises(StartRefused, match="safety information"):
        start_draft(form_version=version, organisation=organisation, owner=member, now=now)
    SafetyRecord.objects.update(is_placeholder=False)

    assert start_draft(form_version=version, organisation=organisation, owner=member, now=now).pk


def test_a_saved_step_is_sealed_and_read_back_on_another_machine(draft):
    saved(draft, answers={"name": "Sentinelname"})

    again = Draft.objects.get(pk=draft.pk)
    assert again.work["answers"] == {"name": "Sentinelname"}
    assert again.revision == 1
    assert b"Sentinelname" not in bytes(again.work_sealed)


def test_saving_is_no_audit_event(draft):
    before = AuditEvent.objects.count()

    saved(draft)

    assert AuditEvent.objects.count() == before


def test_saving_keeps_a_draft_for_another_lifetime(draft, settings):
    later = draft.created_at + timedelta(days=3)

    saved(draft, now=later)

    assert Draft.objects.get(pk=draft.pk).expires_at == later + settings.DRAFT_LIFETIME


def test_answers_of_other_steps_are_not_taken(draft):
    saved(draft, answers={"name": "Ada", "declaration": True, "unknown": "x"})

    assert Draft.objects.get(pk=draft.pk).work["answers"] == {"name": "Ada"}


def test_saving_replaces_the_steps_answers(draft):
    saved(draft, answers={"name": "Ada", "nickname": "A"})
    saved(draft, answers={"name": "Ada"})

    assert Draft.objects.get(pk=draft.pk).work["answers"] == {"name": "Ada"}


def test_a_second_tab_does_not_overwrite_newer_answers_of_the_same_step(draft):
    saved(draft, answers={"name": "Newer"}, page="tab-one-1")

    with pytest.raises(ChangedElsewhere):
        saved(draft, answers={"name": "Older"}, revision=0, page="tab-two-2")

    assert Draft.objects.get(pk=draft.pk).work["answers"] == {"name": "Newer"}


def test_an_unnamed_page_that_is_out_of_date_does_not_overwrite(draft):
    saved(draft, answers={"name": "Newer"})

    with pytest.raises(ChangedElsewhere):
        saved(draft, answers={"name": "Older"}, revision=0)


def test_the_same_page_may_save_again_after_back_or_a_double_click(draft):
    saved(draft, answers={"name": "First"}, revision=0, page="tab-one-1")
    saved(draft, answers={"name": "Corrected"}, revision=0, page="tab-one-1")

    assert Draft.objects.get(pk=draft.pk).work["answers"] == {"name": "Corrected"}


def test_saves_of_different_steps_from_two_tabs_are_merged(draft, organisation):
    one, two = Draft.objects.get(pk=draft.pk), Draft.objects.get(pk=draft.pk)
    where = {"organisation": {"id": str(organisation.pk), "label": str(organisation)}}
    saved(one, answers={"name": "Ada"}, page="tab-one-1")

    saved(two, step_key="who", answers=where, revision=0, page="tab-two-2")

    assert Draft.objects.get(pk=draft.pk).work["answers"] == {"name": "Ada", **where}


def test_a_step_saved_in_part_has_to_be_opened_again(draft):
    saved(draft)
    saved(draft, complete=False)

    assert Draft.objects.get(pk=draft.pk).work["visited"] == []


def test_only_the_owner_saves(draft, stranger):
    with pytest.raises(NotTheOwner):
        saved(draft, by=stranger)


def test_an_unknown_step_is_refused(draft):
    with pytest.raises(UnknownStep):
        saved(draft, step_key="nowhere")


def test_nothing_is_saved_after_the_drafts_time(draft):
    with pytest.raises(DraftClosed):
        saved(draft, now=draft.expires_at)

    assert Draft.objects.get(pk=draft.pk).revision == 0


def test_discarding_erases_the_answers_and_is_repeatable(draft, member, now):
    saved(draft)

    for _ in range(2):
        discard_draft(draft=draft, by=member, now=now)

    gone = Draft.objects.get(pk=draft.pk)
    assert (gone.state, bytes(gone.work_sealed)) == ("discarded", b"")
    assert AuditEvent.objects.filter(action="draft.discarded").count() == 1


def test_only_the_owner_discards(draft, stranger, now):
    with pytest.raises(NotTheOwner):
        discard_draft(draft=draft, by=stranger, now=now)

    assert Draft.objects.get(pk=draft.pk).state == "open"


def test_a_discarded_draft_takes_no_more_answers(draft, member, now):
    stale = Draft.objects.get(pk=draft.pk)
    discard_draft(draft=draft, by=member, now=now)

    with pytest.raises(DraftClosed):
        saved(stale)

    assert bytes(Draft.objects.get(pk=draft.pk).work_sealed) == b""


def test_an_expired_draft_cannot_be_discarded(draft, member):
    with pytest.raises(DraftClosed):
        discard_draft(draft=draft, by=member, now=draft.expires_at)


def test_expiry_erases_what_is_over_its_time_and_nothing_else(
    draft, version, organisation, member, now, monkeypatch
):
    monkeypatch.setattr(drafts_module, "EXPIRED_AT_ONCE", 2)
    for _ in range(4):
        saved(start_draft(form_version=version, organisation=organisation, owner=member, now=now))
    later = now + timedelta(days=5)
    young = start_draft(form_version=version, organisation=organisation, owner=member, now=later)

    erased = expire_drafts(draft.expires_at)

    assert erased == 5
    assert set(Draft.objects.filter(state="expired").values_list("work_sealed", flat=True)) == {b""}
    assert list(Draft.objects.filter(state="open")) == [young]
    assert AuditEvent.objects.filter(action="draft.expired").count() == 5
    assert expire_drafts(draft.expires_at) == 0


def test_a_draft_stays_on_its_version(draft, form, member, now):
    newer = a_version(form, a_spec(title="Newer"), by=member, now=now)
    saved(draft)

    assert Draft.objects.get(pk=draft.pk).form_version_id != newer.pk
