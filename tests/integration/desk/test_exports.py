from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from accounts.models import Membership
from audit.models import AuditEvent
from forms.definitions.spec import StepSpec
from forms.desk.exporting.services import Asked, begin_export, expire_exports, may_take, run_export
from forms.desk.exporting.storing import PART_BYTES, parts_of, store_parts
from forms.desk.filters import DeskFilters
from forms.desk.models import Export
from forms.desk.restarting import LEFT_AFTER, restart_left
from forms.desk.rights import NotAllowed
from forms.documents.storage import NotStored
from tests.integration.desk.conftest import the_spec, undone, with_rights
from tests.integration.submissions.conftest import a_field, a_version

pytestmark = pytest.mark.django_db
EXPORTS = "submissions_admin:exports"


def body(response):
    return b"".join(response.streaming_content)


def table(data):
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))


def asked(version, **values):
    filters = DeskFilters(form=version.form_id)
    return Asked(**{
        "programme_id": version.form.programme_id, "filters": filters, "format": "csv", "with_answers": True, **values,
    })  # fmt: skip


def exported(client, version, file_format="csv", answers="yes"):
    values = {"query": f"form={version.form_id}", "format": file_format, "answers": answers}
    return client.post(reverse(EXPORTS), values)


@pytest.fixture
def newer(enquiries, member, now):
    """A version in which a question has another name, another is gone and one is new."""
    steps = (
        StepSpec("who", "Who you are", fields=(
            a_field("name", "short_text", label="Full name"),
            a_field("size", "checkboxes", label="Size", required=False),
        )),
    )  # fmt: skip
    return a_version(enquiries.form, the_spec("enquiry", steps=steps), by=member, now=now)


def test_rows_of_all_versions_stand_under_the_newest_names(at_desk, reader, submit, enquiries, newer):
    submit(enquiries, answers={"name": "Ada", "topic": "dose", "when": "2027-01-04"})
    submit(newer, answers={"name": "Bea"})

    first, second = table(body(exported(at_desk(reader), enquiries)))

    assert (first["Full name"], first["Topic"], first["Since when"]) == ("Ada", "Dosing", "2027-01-04")
    assert (second["Full name"], second["Topic"], second["Since when"]) == ("Bea", "", "")
    assert "Name" not in first


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-1", "@SUM(A1)", "\tx", "\r=x", " =1+1", "\uff1d1+1"])
def test_no_cell_of_a_csv_file_is_a_formula(at_desk, reader, submit, enquiries, text):
    submit(enquiries, answers={"name": text, "topic": "dose"})

    (row,) = table(body(exported(at_desk(reader), enquiries)))

    assert row["Name"] == f"'{text}"


def test_an_excel_file_opens_and_holds_text_alone(at_desk, reader, submit, enquiries):
    submit(enquiries, answers={"name": "=1+1 <&> \x1f\x00 ü", "topic": "dose"})
    submit(enquiries, answers={"name": "x" * 40_000, "topic": "dose"})

    book = load_workbook(BytesIO(body(exported(at_desk(reader), enquiries, "xlsx"))))

    head, first, second = book.active.iter_rows()
    cells = dict(zip([cell.value for cell in head], first, strict=True))
    assert cells["Name"].value == "=1+1 <&>    ü"
    assert {cell.data_type for cell in first if cell.value} == {"s"}
    assert max(len(cell.value or "") for cell in second) == 32_767


def test_a_json_file_holds_answers_as_they_are_stored(at_desk, reader, submit, enquiries):
    one = submit(enquiries, answers={"name": "=1", "topic": "dose"})

    (entry,) = json.loads(body(exported(at_desk(reader), enquiries, "json")))

    assert entry["reference"] == one.reference
    assert entry["answers"] == {"name": "=1", "topic": "dose"}


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "json"])
def test_nothing_found_is_a_whole_file(at_desk, reader, enquiries, file_format):
    data = body(exported(at_desk(reader), enquiries, file_format))

    if file_format == "json":
        assert json.loads(data) == []
    elif file_format == "xlsx":
        assert load_workbook(BytesIO(data)).active.max_row == 1
    else:
        assert data.decode("utf-8-sig").startswith("Reference,")


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


@override_settings(DESK_EXPORT_AT_ONCE=1)
def test_a_large_export_is_made_by_the_worker_told_by_mail_and_fetched(
    at_desk, reader, submit, enquiries, today
):
    submit(enquiries)
    submit(enquiries)
    client = at_desk(reader)

    response = exported(client, enquiries)
    export = Export.objects.get()
    page = reverse("submissions_admin:export", args=[export.pk])
    assert response.url == page
    assert "Look again" in client.get(page).content.decode()
    assert client.get(f"{page}file/").status_code == 302

    run_export(export_id=export.pk, clock=lambda: today)

    export.refresh_from_db()
    assert (export.state, export.done, export.total) == ("done", 2, 2)
    (message,) = mail.outbox
    assert message.to == [reader.email]
    assert "Ada" not in message.body
    assert page in message.body
    assert "1 export of yours is ready" in client.get(reverse("submissions_admin:index")).content.decode()
    assert [row["Name"] for row in table(body(client.get(f"{page}file/")))] == ["Ada 1", "Ada 2"]
    assert AuditEvent.objects.filter(action="desk.exported").count() == 1


def test_the_stored_file_is_sealed_and_goes_when_its_time_is_over(reader, submit, enquiries, today, settings):
    submit(enquiries)
    export = begin_export(asked=asked(enquiries), by=reader, now=today)
    run_export(export_id=export.pk, clock=lambda: today)
    export.refresh_from_db()

    files = list((settings.VAR_DIR / "documents" / "exports" / str(export.pk)).glob("*"))
    assert len(files) == export.parts == 1
    assert b"Ada" not in files[0].read_bytes()
    assert expire_exports(today) == 0
    later = today + timedelta(hours=settings.DESK_EXPORT_HOURS)
    assert not may_take(export, reader, later)
    assert expire_exports(later) == 1
    assert not files[0].exists()
    with pytest.raises(NotStored):
        next(parts_of(export))


def test_a_large_file_is_stored_in_parts_that_make_the_same_file(reader, enquiries, today):
    export = begin_export(asked=asked(enquiries), by=reader, now=today)
    pieces = [bytes([number]) * (PART_BYTES // 3) for number in range(10)]

    export.parts, size = store_parts(export, pieces)

    assert export.parts > 2
    assert size == len(pieces) * (PART_BYTES // 3)
    assert b"".join(parts_of(export)) == b"".join(pieces)


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


def test_an_export_that_fails_says_so_and_tells_nobody(reader, submit, enquiries, today):
    one = submit(enquiries)
    export = begin_export(asked=asked(enquiries), by=reader, now=today)
    type(one).objects.filter(pk=one.pk).update(answers_sealed=b"broken")

    run_export(export_id=export.pk, clock=lambda: today)

    export.refresh_from_db()
    assert export.state == Export.State.FAILED
    assert "Ask for it again" in export.problem
    assert not mail.outbox


def test_an_export_that_a_dead_worker_left_is_put_back_once(reader, enquiries, today):
    export = begin_export(asked=asked(enquiries), by=reader, now=today)
    Export.objects.filter(pk=export.pk).update(state=Export.State.RUNNING)
    later = today + LEFT_AFTER + timedelta(seconds=1)

    assert restart_left(today) == 0
    assert restart_left(later) == 1
    assert restart_left(later) == 0
    run_export(export_id=export.pk, clock=lambda: later)
    assert Export.objects.get().state == Export.State.DONE
    assert run_export(export_id=export.pk, clock=lambda: later) == "nothing to do"
