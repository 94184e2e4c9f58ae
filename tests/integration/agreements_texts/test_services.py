"""A text is written, proposed, approved by somebody who did not write it, and then never changes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from agreements.kinds import Kind
from agreements.texts.compile import compile_text
from agreements.texts.models import TextIsImmutable, TextVersion
from agreements.texts.services import (
    ApproverIsAuthor,
    NotADraft,
    NotApproved,
    OpenVersionExists,
    SampleTextRefused,
    TextChanged,
    TextCompileFailed,
    TextUnchanged,
    approve_text,
    new_draft_from,
    propose,
    refuse_sample,
    send_text_back,
    spec_of_text,
    text_in_force,
    withdraw_text,
)
from agreements.texts.spec import sha256_of
from approvals.models import Approval
from approvals.services import AlreadyDecided
from audit.models import AuditEvent
from tests.agreement_texts import BODY, PARTICULARS, PARTIES, a_draft, a_section, a_text, an_approved_text
from tests.builders import a_user


@pytest.fixture
def author(db):
    return a_user(email="ada@programme.invalid", name="Ada Author")


@pytest.fixture
def second(db):
    return a_user(email="ben@programme.invalid", name="Ben Second")


@pytest.fixture
def text(programme):
    return a_text(programme)


@pytest.fixture
def draft(text, author, now):
    return a_draft(text, by=author, now=now)


@pytest.fixture
def approval(draft, author, now):
    return propose(version=draft, by=author, now=now)


def actions():
    return set(
        AuditEvent.objects.filter(action__startswith="agreement_text").values_list("action", flat=True)
    )


def test_a_text_is_in_force_once_a_second_person_approved_it(programme, approval, draft, second, now):
    assert text_in_force(programme_id=programme.pk, kind=Kind.SLA) is None

    approve_text(approval=approval, by=second, now=now)

    version = text_in_force(programme_id=programme.pk, kind=Kind.SLA)
    assert version == draft
    assert (version.approved_by, version.approved_at) == (second, now)
    assert spec_of_text(version.pk) == compile_text(version)
    assert version.sha256 == sha256_of(spec_of_text(version.pk)) == approval.subject_sha256
    assert actions() == {"agreement_text.saved", "agreement_text.proposed", "agreement_text.approved"}


def test_nobody_who_changed_a_word_approves(text, draft, author, second, now):
    a_draft(text, version=draft, by=second, now=now, body=[*BODY, a_section("Notices", "In writing.")])
    approval = propose(version=draft, by=author, now=now)

    for person in (author, second):
        with pytest.raises(ApproverIsAuthor):
            approve_text(approval=approval, by=person, now=now)

    draft.refresh_from_db()
    assert draft.state == TextVersion.State.PROPOSED
    approval.refresh_from_db()
    assert approval.state == Approval.State.REQUESTED
    assert "agreement_text.approved" not in actions()


def test_saving_without_a_change_makes_nobody_an_author(text, draft, author, second, now):
    saved = a_draft(text, version=draft, by=second, now=now)

    assert saved.edited_by == [str(author.pk)]
    approve_text(approval=propose(version=saved, by=author, now=now), by=second, now=now)


def test_a_text_that_changed_after_the_proposal_is_not_approved(approval, draft, second, now):
    TextVersion.objects.filter(pk=draft.pk).update(
        body=json.dumps([PARTIES, a_section("Services", "Something else."), PARTICULARS])
    )

    with pytest.raises(TextChanged):
        approve_text(approval=approval, by=second, now=now)

    approval.refresh_from_db()
    assert approval.state == Approval.State.REQUESTED


@pytest.mark.parametrize("changes", [{"term_months": 36}, {"is_sample": True}, {"sha256": "0" * 64}])
def test_no_part_of_what_was_proposed_changes_unnoticed(approval, draft, second, now, changes):
    TextVersion.objects.filter(pk=draft.pk).update(**changes)

    with pytest.raises(TextChanged):
        approve_text(approval=approval, by=second, now=now)


def test_a_proposed_text_is_not_edited_or_proposed_again(text, approval, draft, author, now):
    with pytest.raises(NotADraft):
        a_draft(text, version=draft, by=author, now=now)
    with pytest.raises(NotADraft):
        propose(version=draft, by=author, now=now)


def test_a_text_with_problems_is_not_proposed_and_stays_a_draft(text, author, now):
    draft = a_draft(text, by=author, now=now, body=[PARTIES])

    with pytest.raises(TextCompileFailed):
        propose(version=draft, by=author, now=now)

    draft.refresh_from_db()
    assert (draft.state, draft.sha256, draft.spec) == ("draft", "", {})
    assert not Approval.objects.exists()


def test_sending_back_returns_the_text_to_its_authors(text, approval, draft, second, author, now):
    send_text_back(approval=approval, by=second, now=now, comment="Say who delivers.")

    draft.refresh_from_db()
    assert (draft.state, draft.sha256, draft.proposed_at) == ("draft", "", None)
    again = propose(version=a_draft(text, version=draft, by=author, now=now), by=author, now=now)
    with pytest.raises(AlreadyDecided):
        approve_text(approval=approval, by=second, now=now)
    assert approve_text(approval=again, by=second, now=now).is_fixed


def test_one_version_is_open_at_a_time(text, draft, author, now):
    with pytest.raises(OpenVersionExists, match="Go on with that one"):
        a_draft(text, by=author, now=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        TextVersion.objects.create(text=text, number=2, created_at=now)


def test_a_new_version_begins_as_a_copy_without_authors(programme, author, now):
    first = an_approved_text(programme, now=now)

    copy = new_draft_from(text=first.text, by=author, now=now)

    assert (copy.number, copy.state, copy.edited_by) == (2, "draft", [])
    assert compile_text(copy) == spec_of_text(first.pk)
    assert text_in_force(programme_id=programme.pk, kind=Kind.SLA) == first
    with pytest.raises(OpenVersionExists):
        new_draft_from(text=first.text, by=author, now=now)


def test_nothing_is_copied_before_anything_is_approved(text, draft, author, now):
    with pytest.raises(NotApproved):
        new_draft_from(text=text, by=author, now=now)


def test_an_unchanged_copy_is_not_proposed(programme, author, now):
    first = an_approved_text(programme, now=now)
    copy = new_draft_from(text=first.text, by=author, now=now)

    with pytest.raises(TextUnchanged):
        propose(version=copy, by=author, now=now)


def test_the_newest_approved_version_is_in_force_and_the_one_of_a_day_is_found(programme, now):
    first = an_approved_text(programme, now=now)
    later = now + timedelta(days=30)
    second = an_approved_text(programme, now=later, term_months=36)

    assert text_in_force(programme_id=programme.pk, kind=Kind.SLA) == second
    assert text_in_force(programme_id=programme.pk, kind=Kind.SLA, on=now.date()) == first
    assert text_in_force(programme_id=programme.pk, kind=Kind.SLA, on=later.date()) == second
    assert text_in_force(programme_id=programme.pk, kind=Kind.OFFER) is None


def test_an_approved_text_never_changes(programme, now):
    version = an_approved_text(programme, now=now)

    version.title = "Something else"
    with pytest.raises(TextIsImmutable):
        version.save()
    with pytest.raises(TextIsImmutable):
        version.save(update_fields=["title"])
    with pytest.raises(TextIsImmutable):
        TextVersion.objects.update(title="Something else")
    with pytest.raises(TextIsImmutable):
        TextVersion.objects.all().delete()
    with pytest.raises(TextIsImmutable):
        version.delete()
    stored = TextVersion.objects.get()
    assert stored.title == "Service level agreement"


def test_a_withdrawn_text_is_in_force_no_more_and_stays_as_it_was(programme, author, now):
    first = an_approved_text(programme, now=now)
    second = an_approved_text(programme, now=now, term_months=36)

    withdraw_text(version=second, by=author, now=now)

    assert text_in_force(programme_id=programme.pk, kind=Kind.SLA) == first
    second.refresh_from_db()
    assert (second.state, second.withdrawn_by, second.term_months) == ("withdrawn", author, 36)
    with pytest.raises(NotApproved):
        withdraw_text(version=second, by=author, now=now)
    with pytest.raises(TextIsImmutable):
        second.save()


def test_a_draft_has_no_compiled_text(draft):
    with pytest.raises(TextVersion.DoesNotExist):
        spec_of_text(draft.pk)


def test_what_a_proposed_text_says_is_not_remembered(approval, text, draft, author, second, now):
    before = spec_of_text(draft.pk)
    send_text_back(approval=approval, by=second, now=now, comment="Longer, please.")
    a_draft(text, version=draft, by=author, now=now, term_months=36)
    propose(version=draft, by=author, now=now)

    assert (before.term_months, spec_of_text(draft.pk).term_months) == (24, 36)


def test_sample_text_is_refused_only_where_placeholders_are(programme, now, settings):
    sample = an_approved_text(programme, now=now, is_sample=True)
    refuse_sample(sample)
    settings.REFUSE_PLACEHOLDERS = True

    with pytest.raises(SampleTextRefused, match="Service Level Agreement"):
        refuse_sample(sample)
    refuse_sample(an_approved_text(programme, now=now, kind=Kind.AUTHORISATION))


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "approved"},
        {"state": "proposed"},
        {"state": "withdrawn"},
        {"sha256": "0" * 64},
        {"term_months": 0},
    ],
)
def test_the_database_refuses_a_state_without_its_facts(draft, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        TextVersion.objects.filter(pk=draft.pk).update(**changes)


def test_the_database_refuses_a_change_of_an_approved_text_as_well(programme, author, now, request):
    if request.config.getoption("nomigrations"):
        pytest.skip("The trigger is part of the migrations.")
    version = an_approved_text(programme, now=now)

    for change in ("title = 'x'", "state = 'draft'", "sha256 = '0'", "state = 'withdrawn', title = 'x'"):
        with (
            pytest.raises(DatabaseError, match="never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE agreements_textversion SET {change}")  # noqa: S608

    assert withdraw_text(version=version, by=author, now=now).title == "Service level agreement"
