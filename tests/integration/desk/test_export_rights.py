from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.models import Membership
from audit.models import AuditEvent
from forms.desk.exporting.services import begin_export, may_take, run_export
from forms.desk.models import Export
from forms.desk.rights import NotAllowed
from tests.integration.desk.conftest import undone, with_rights
from tests.integration.desk.exporting import EXPORTS, asked, body, exported, table

pytestmark = pytest.mark.django_db


def test_only_answers_that_the_person_may_read_are_in_it(
    at_desk, clerk, reader, nurse, submit, registrations, elsewhere
):
    submit(registrations)
    submit(registrations, organisation=elsewhere)

    for person in (clerk, reader):
        data = body(exported(at_desk(person), registrations))
        assert b"Ada" not in data
        assert b"Topic" not in data
    own, other = table(body(exported(at_desk(nurse), registrations)))
    assert (own["Name"], other["Name"]) == ("Ada 1", "")


def test_without_answers_there_are_none(at_desk, reader, submit, enquiries):
    submit(enquiries)

    assert b"Ada" not in body(exported(at_desk(reader), enquiries, answers=""))


def test_answers_need_a_second_factor_that_was_just_proved(at_desk, reader, submit, enquiries, today):
    submit(enquiries)
    client = at_desk(reader)
    session = client.session
    session["second_factor_proved_at"] = (today - timedelta(minutes=16)).timestamp()
    session.save()

    response = exported(client, enquiries)

    assert response.status_code == 302
    assert "reauthenticate" in response.url
    assert not AuditEvent.objects.filter(action="desk.exported").exists()
    assert exported(client, enquiries, answers="").status_code == 200


def test_each_export_is_one_event_with_filter_and_count(at_desk, reader, submit, enquiries):
    for _ in range(3):
        submit(enquiries)

    body(exported(at_desk(reader), enquiries))

    event = AuditEvent.objects.get(action="desk.exported")
    assert event.detail == {
        "format": "csv", "filter": f"form={enquiries.form_id}", "count": 3, "answers": True,
    }  # fmt: skip
    assert event.actor == str(reader.pk)


def test_without_the_right_nothing_is_exported(at_desk, submit, enquiries, member):
    submit(enquiries)
    client = at_desk(with_rights(member, "view_submission"))

    assert client.get(reverse(EXPORTS)).status_code in (302, 403)
    assert exported(client, enquiries, answers="").status_code in (302, 403)
    with pytest.raises(NotAllowed):
        begin_export(asked=asked(enquiries), by=member, now=enquiries.published_at)
    assert not Export.objects.exists()
    assert not AuditEvent.objects.filter(action="desk.exported").exists()


def test_what_fails_around_the_beginning_leaves_neither_export_nor_task(reader, enquiries, today):
    undone(lambda: begin_export(asked=asked(enquiries), by=reader, now=today), at=today)

    assert not Export.objects.exists()
    assert not DBTaskResult.objects.exists()
    assert not AuditEvent.objects.filter(action="desk.exported").exists()


def test_nobody_sees_anothers_export(at_desk, reader, clerk, submit, enquiries, today):
    submit(enquiries)
    export = begin_export(asked=asked(enquiries), by=reader, now=today)
    run_export(export_id=export.pk, clock=lambda: today)
    page = reverse("submissions_admin:export", args=[export.pk])

    for address in (page, f"{page}?progress=1", f"{page}file/"):
        assert at_desk(clerk).get(address).status_code == 404


def test_who_left_the_organisation_no_longer_fetches_its_answers(nurse, submit, registrations, today):
    submit(registrations)
    export = begin_export(asked=asked(registrations), by=nurse, now=today)
    run_export(export_id=export.pk, clock=lambda: today)
    export.refresh_from_db()
    assert may_take(export, type(nurse).objects.get(pk=nurse.pk), today)

    Membership.objects.filter(user=nurse).update(ended_at=today)

    assert not may_take(export, type(nurse).objects.get(pk=nurse.pk), today)
