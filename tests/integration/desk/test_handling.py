from __future__ import annotations

import html

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from forms.desk import timeline
from forms.desk.models import NOTE_LENGTH, Assignment, Note, Tag
from forms.desk.refusals import DeskRefused
from forms.desk.rights import NotAllowed
from forms.desk.services.handling import add_tag, assign, notes_for, remove_tag, write_note
from programme.models import SafetyRecord
from tests import builders
from tests.integration.desk.conftest import undone

pytestmark = pytest.mark.django_db


def events(action):
    return AuditEvent.objects.filter(action=action)


def test_a_submission_is_given_to_a_colleague_once(submit, enquiries, clerk, reader, now):
    one = submit(enquiries)

    for _ in range(2):
        assign(submission=one, to=reader, by=clerk, now=now)

    assert Assignment.objects.get().assignee == reader
    assert events("desk.assigned").get().detail["assignee"] == str(reader.pk)
    assign(submission=one, to=None, by=clerk, now=now)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda one, by, now: assign(submission=one, to=by, by=by, now=now),
        lambda one, by, now: add_tag(submission=one, name="x", by=by, now=now),
        lambda one, by, now: write_note(submission=one, text="x", by=by, now=now),
    ],
)
def test_what_fails_around_a_change_takes_it_and_its_event_back(submit, enquiries, clerk, now, change):
    one = submit(enquiries)

    undone(lambda: change(one, clerk, now), at=now)

    for model in (Assignment, Tag, Note, AuditEvent):
        assert not model.objects.exists()


def test_nobody_is_given_what_they_may_not_see(submit, enquiries, clerk, now):
    outsider = builders.a_user(email="outsider@programme.invalid", is_staff=True)

    with pytest.raises(DeskRefused):
        assign(submission=submit(enquiries), to=outsider, by=clerk, now=now)

    assert not Assignment.objects.exists()
    assert not events("desk.assigned").exists()


def test_without_the_right_nothing_is_assigned_tagged_or_noted(submit, enquiries, member, clerk, now):
    one = submit(enquiries)

    for change in (
        lambda: assign(submission=one, to=clerk, by=member, now=now),
        lambda: add_tag(submission=one, name="x", by=member, now=now),
        lambda: write_note(submission=one, text="x", by=member, now=now),
    ):
        with pytest.raises(NotAllowed):
            change()
    for model in (Assignment, Tag, Note):
        assert not model.objects.exists()


def test_a_tag_is_given_once_whatever_its_case_and_goes_with_its_last_submission(
    submit, enquiries, clerk, now
):
    one, two = submit(enquiries), submit(enquiries)

    for submission, name in ((one, "Call back"), (one, "call  back"), (two, "CALL BACK")):
        add_tag(submission=submission, name=name, by=clerk, now=now)

    tag = Tag.objects.get()
    assert tag.name == "Call back"
    assert events("desk.tagged").count() == 2
    remove_tag(submission=one, tag_id=tag.pk, by=clerk, now=now)
    assert Tag.objects.exists()
    remove_tag(submission=two, tag_id=tag.pk, by=clerk, now=now)
    assert not Tag.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_tag_without_a_name_or_with_a_long_one_is_refused(submit, enquiries, clerk, now, name):
    with pytest.raises(DeskRefused):
        add_tag(submission=submit(enquiries), name=name, by=clerk, now=now)

    assert not Tag.objects.exists()


def test_a_note_is_sealed_and_no_event_quotes_it(submit, enquiries, clerk, now):
    note = write_note(submission=submit(enquiries), text=" Rang back.\r\nTwice. ", by=clerk, now=now)

    stored = Note.objects.get()
    assert stored.text == "Rang back.\nTwice."
    assert b"Rang" not in bytes(stored.text_sealed)
    assert "Rang" not in str(events("desk.note_written").get().detail)
    assert "Rang" not in str(note)


@pytest.mark.parametrize("text", ["", " \n ", "x" * (NOTE_LENGTH + 1)])
def test_an_empty_or_long_note_is_refused(submit, enquiries, clerk, now, text):
    with pytest.raises(DeskRefused):
        write_note(submission=submit(enquiries), text=text, by=clerk, now=now)

    assert not Note.objects.exists()


def test_what_a_reader_of_answers_notes_is_for_readers_of_answers(submit, registrations, nurse, clerk, now):
    one = submit(registrations)
    write_note(submission=one, text="About the patient", by=nurse, now=now)
    write_note(submission=one, text="About the delivery", by=clerk, now=now)

    assert [note.text for note in notes_for(nurse, one)] == ["About the patient", "About the delivery"]
    assert [note.text for note in notes_for(clerk, one)] == ["About the delivery"]


def test_the_page_of_a_submission_lets_the_desk_work_with_it(at_desk, clerk, reader, submit, enquiries):
    one = submit(enquiries)
    client, page = at_desk(clerk), reverse("submissions_admin:detail", args=[one.pk])

    client.post(reverse("submissions_admin:assign", args=[one.pk]), {"assignee": str(reader.pk)})
    client.post(reverse("submissions_admin:tag", args=[one.pk]), {"tag": "urgent"})
    client.post(reverse("submissions_admin:note", args=[one.pk]), {"note": "Rang back."})

    html = client.get(page).content.decode()
    for text in ("urgent", "Rang back.", "Rita Reader", "Note written"):
        assert text.lower() in html.lower()
    client.post(reverse("submissions_admin:untag", args=[one.pk, Tag.objects.get().pk]))
    assert not Tag.objects.exists()


def test_the_timeline_tells_who_did_what_and_reads_only_to_who_may_read(
    at_desk, clerk, reader, submit, enquiries, today
):
    one = submit(enquiries)
    assign(submission=one, to=reader, by=clerk, now=today)
    page = reverse("submissions_admin:detail", args=[one.pk])

    at_desk(reader).get(page)

    theirs, ours = (at_desk(person).get(page).content.decode() for person in (reader, clerk))
    assert "Answers or document read" in theirs
    assert "Answers or document read" not in ours
    assert "Assigned</strong>: Rita Reader" in ours
    assert "Cleo Clerk" in ours


def test_a_timeline_that_leaves_the_beginning_out_says_so(
    at_desk, clerk, submit, enquiries, today, monkeypatch
):
    one = submit(enquiries)
    page = reverse("submissions_admin:detail", args=[one.pk])
    monkeypatch.setattr(timeline, "MOST_SHOWN", 2)
    for name, cut in (("first", False), ("second", False), ("third", True)):
        add_tag(submission=one, name=name, by=clerk, now=today)

        html = at_desk(clerk).get(page).content.decode()

        assert ("The audit trail holds those before." in html) is cut
    assert html.count("Tag added") == 2


def test_answers_without_patients_are_for_the_right_alone_and_reading_is_noted(
    at_desk, clerk, reader, submit, enquiries
):
    one = submit(enquiries)
    page = reverse("submissions_admin:detail", args=[one.pk])

    assert "Ada 1" not in at_desk(clerk).get(page).content.decode()
    assert not events("read").exists()
    assert "Ada 1" in at_desk(reader).get(page).content.decode()
    assert events("read").get().actor == str(reader.pk)


def test_the_right_to_read_opens_no_answer_about_a_patient(at_desk, reader, nurse, submit, registrations):
    one = submit(registrations)
    page = reverse("submissions_admin:detail", args=[one.pk])

    assert "Ada 1" not in at_desk(reader).get(page).content.decode()
    assert "Ada 1" in at_desk(nurse).get(page).content.decode()


def test_beside_a_note_stands_how_adverse_events_are_reported(at_desk, clerk, submit, enquiries):
    page = at_desk(clerk).get(reverse("submissions_admin:detail", args=[submit(enquiries).pk]))

    assert page.context["reminder"] == f"Placeholder text: {SafetyRecord.Kind.ADVERSE_EVENTS_HCP.label}."
    assert page.context["reminder"] in html.unescape(page.content.decode())
