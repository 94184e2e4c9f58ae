"""Requests that arrive at the same moment, each with a connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from audit.verification import verify_chain
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.submissions.models import Draft, Submission
from forms.submissions.services import ProbableDuplicate, save_step, start_draft, submit
from tests.integration.submissions.conftest import filled

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 4


def all_at_once(work, count=AT_ONCE):
    """Run `work(number)` in several threads that start together; return what each returned."""
    gate = Barrier(count)

    def run(number):
        gate.wait()
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_several_clicks_on_send_make_one_submission(complete_draft, member, now):
    def click(_):
        draft = Draft.objects.get(pk=complete_draft.pk)
        return submit(draft=draft, by=member, revision=complete_draft.revision, now=now).reference

    references = all_at_once(click)

    assert len(set(references)) == 1
    assert Submission.objects.count() == 1
    assert (Document.objects.count(), Delivery.objects.count()) == (3, 2)
    assert verify_chain().holds


def test_two_drafts_of_one_patient_sent_at_once_are_noticed(
    kind, version, organisation, partners, member, now, monkeypatch
):
    drafts = []
    for _ in range(2):
        draft = start_draft(form_version=version, organisation=organisation, owner=member, now=now)
        drafts.append(filled(draft, organisation, partners, member, now))
    both_looked = Barrier(2)

    def plans_once_both_have_looked(*_):
        # Asked right after looking for earlier submissions: without turns, both come here seeing none.
        with suppress(BrokenBarrierError):
            both_looked.wait(timeout=2)
        return ()

    monkeypatch.setattr(kind, "supplements", plans_once_both_have_looked)

    def send(number):
        try:
            submit(draft=drafts[number], by=member, revision=drafts[number].revision, now=now)
        except ProbableDuplicate:
            return "noticed"
        return "sent"

    assert sorted(all_at_once(send, 2)) == ["noticed", "sent"]
    assert Submission.objects.count() == 1


def test_pages_saved_at_the_same_moment_are_all_kept(draft, organisation, partners, member, now):
    pieces = [
        ("patient", {"name": "Ada"}),
        ("services", {"services": ["nurse"]}),
        ("delivery", {"notes": "Ring twice", "notes_adverse_event": "no"}),
        ("confirm", {"declaration": True}),
    ]

    def save(number):
        step_key, answers = pieces[number]
        mine = Draft.objects.get(pk=draft.pk)
        save_step(
            draft=mine, step_key=step_key, answers=answers, by=member, revision=0, now=now, page=f"page-{number}"
        )  # fmt: skip

    all_at_once(save)

    saved = Draft.objects.get(pk=draft.pk)
    assert saved.revision == AT_ONCE
    assert saved.work["answers"] == {key: value for _, answers in pieces for key, value in answers.items()}
