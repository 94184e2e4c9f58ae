"""Beginning a form as a visitor: once for each stamp, and only where visitors may."""

from __future__ import annotations

import uuid

import pytest

from audit.models import AuditEvent
from forms.submissions.models import Draft
from forms.submissions.services import AlreadyBegun, NotTheOwner, StartRefused, save_step, start_visit, submit
from forms.submissions.visitors.identity import new_visitor
from tests.integration.open_forms.conftest import a_version, open_spec

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    return new_visitor()


def test_a_visitor_s_draft_lives_for_a_day_and_belongs_to_nobody_else(version, visitor, now, settings):
    draft = start_visit(form_version=version, visitor=visitor, draft_id=uuid.uuid4(), now=now)

    assert draft.expires_at - now == settings.VISITOR_DRAFT_LIFETIME
    assert (draft.owner, draft.organisation, draft.visitor_hash) == (None, None, visitor.hash)


def test_each_save_gives_the_draft_another_day(version, visitor, now, settings):
    draft = start_visit(form_version=version, visitor=visitor, draft_id=uuid.uuid4(), now=now)
    later = now + settings.VISITOR_DRAFT_LIFETIME / 2

    save_step(draft=draft, step_key="question", answers={"words": "Why?"}, by=visitor, revision=0, now=later)

    assert Draft.objects.get(pk=draft.pk).expires_at == later + settings.VISITOR_DRAFT_LIFETIME


def test_beginning_twice_is_beginning_once(version, visitor, now):
    first, second = (
        start_visit(form_version=version, visitor=visitor, draft_id=uuid.UUID(int=7), now=now)
        for _ in range(2)
    )

    assert first == second
    assert AuditEvent.objects.filter(action="draft.started").count() == 1


def test_the_stamp_of_another_visitor_begins_nothing(version, visitor, now):
    start_visit(form_version=version, visitor=new_visitor(), draft_id=uuid.UUID(int=7), now=now)

    with pytest.raises(AlreadyBegun):
        start_visit(form_version=version, visitor=visitor, draft_id=uuid.UUID(int=7), now=now)

    assert not Draft.objects.filter(visitor_hash=visitor.hash).exists()


def test_a_form_for_members_is_begun_by_no_visitor(form, author, visitor, now):
    members_only = a_version(form, open_spec(open_to="members"), by=author)

    with pytest.raises(StartRefused, match="for members"):
        start_visit(form_version=members_only, visitor=visitor, draft_id=uuid.uuid4(), now=now)

    assert not Draft.objects.exists()
    assert not AuditEvent.objects.exists()


def test_where_safety_texts_are_placeholders_nothing_is_begun(version, visitor, now, settings):
    settings.REFUSE_PLACEHOLDERS = True

    with pytest.raises(StartRefused, match="safety information"):
        start_visit(form_version=version, visitor=visitor, draft_id=uuid.uuid4(), now=now)

    assert not Draft.objects.exists()


def test_a_visitor_changes_and_sends_no_member_s_draft_and_a_member_no_visitor_s(
    version, visitor, member, organisation, now
):
    own = start_visit(form_version=version, visitor=visitor, draft_id=uuid.uuid4(), now=now)
    theirs = Draft.objects.create(
        programme=own.programme, organisation=organisation, owner=member, form_version=version,
        created_at=now, updated_at=now, expires_at=own.expires_at,
    )  # fmt: skip

    for draft, by in ((own, member), (own, new_visitor()), (theirs, visitor)):
        with pytest.raises(NotTheOwner):
            save_step(draft=draft, step_key="question", answers={}, by=by, revision=0, now=now)
        with pytest.raises(NotTheOwner):
            submit(draft=draft, by=by, revision=0, now=now)


def test_the_token_shows_in_no_representation(visitor):
    assert visitor.token not in repr(visitor)
