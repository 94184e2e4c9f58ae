"""A form is published in the middle of a submit, each with a connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from audit.verification import verify_chain
from forms.definitions import kinds
from forms.definitions.versions import latest_version, spec_of
from forms.documents.models import Document
from forms.submissions.models import Draft, Submission
from forms.submissions.services import save_step, start_draft, submit
from tests import builders
from tests.integration.definitions.publishing import published, reworded
from tests.unit.definitions_compile import examples

pytestmark = pytest.mark.django_db(transaction=True)
# Seconds. SQLite lets one write at a time: there publishing waits until the form is sent.
PATIENCE = 2.0
ANSWERS = {
    "patient": {"surname": "Lovelace", "mode": "phone"},
    "notes": {"remarks": "None.", "remarks_adverse_event": "no", "first_dose": "2027-02-01"},
}


class Halting(examples.ExampleKind):
    """Stands still in the transaction of a submit until a newer version is there, or for a moment."""

    def __init__(self) -> None:
        self.is_sending, self.is_published = Event(), Event()
        self.published_meanwhile = False

    def submitted(self, event):
        self.is_sending.set()
        self.published_meanwhile = self.is_published.wait(PATIENCE)


@pytest.fixture
def kind(example_kind):
    halting = Halting()
    kinds.register(halting)
    return halting


@pytest.fixture
def draft(a_saved_form, approver, organisation, nurse_service, member, now):
    builders.a_destination(nurse_service, now=now)
    version = published(a_saved_form, approver, now)
    begun = start_draft(form_version=version, organisation=organisation, owner=member, now=now)
    for key, answers in ANSWERS.items():
        save_step(draft=begun, step_key=key, answers=answers, by=member, revision=begun.revision, now=now)
    return begun


def test_what_was_checked_is_what_is_sent(kind, draft, a_saved_form, editor, approver, member, now):
    changed = reworded(a_saved_form, editor, now)

    def send():
        try:
            own = Draft.objects.get(pk=draft.pk)
            return submit(draft=own, by=member, revision=draft.revision, now=now)
        finally:
            connection.close()

    def publish():
        try:
            assert kind.is_sending.wait(PATIENCE * 5)
            version = published(changed, approver, now)
            kind.is_published.set()
            return version
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        sending, publishing = pool.submit(send), pool.submit(publish)
        submission, newer = sending.result(), publishing.result()

    assert kind.published_meanwhile is (connection.vendor == "postgresql")
    assert (submission.form_version.number, newer.number) == (1, 2)
    assert latest_version(a_saved_form) == newer
    assert spec_of(newer).field("surname").label == "Family name"
    said = str(Document.objects.get(partner__role="nurse").content)
    assert "Surname" in said
    assert "Family name" not in said
    assert Submission.objects.count() == 1
    assert verify_chain().holds
