from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse

from audit.models import AuditEvent
from forms.desk.exporting.services import begin_export, expire_exports, may_take, run_export
from forms.desk.exporting.storing import PART_BYTES, parts_of, store_parts
from forms.desk.models import Export
from forms.desk.restarting import LEFT_AFTER, restart_left
from forms.documents.storage import NotStored
from tests.integration.desk.exporting import asked, body, exported, table

pytestmark = pytest.mark.django_db


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


def test_what_is_sent_meanwhile_is_not_in_a_file_that_was_asked_for_before(
    at_desk, reader, submit, enquiries, today
):
    submit(enquiries)
    export = begin_export(asked=asked(enquiries), by=reader, now=today)
    submit(enquiries, at=today + timedelta(minutes=1))

    run_export(export_id=export.pk, clock=lambda: today + timedelta(minutes=2))

    export.refresh_from_db()
    assert (export.done, export.total) == (1, 1)
    assert [row["Name"] for row in table(b"".join(parts_of(export)))] == ["Ada 1"]
    assert AuditEvent.objects.get(action="desk.exported").detail["count"] == 1


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
