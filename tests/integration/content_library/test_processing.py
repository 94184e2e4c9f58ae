from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from content.library.clearance import scan_allows
from content.library.models import DocumentVersion, VersionText
from content.library.processing import MOST_TRIES, process, put_back
from forms.routing.jobs import registered_jobs, write_down_jobs
from programme.models import Programme
from tests.clamd_server import BREAK_OFF, EICAR, NONSENSE, OK, Clamd
from tests.library_building import a_document, in_force
from tests.library_files import a_pdf

pytestmark = pytest.mark.django_db
Scan, Reading = DocumentVersion.Scan, DocumentVersion.Reading
INFECTED = a_pdf("Words") + EICAR


def version_of(programme: Programme, now: datetime, data: bytes | None = None) -> DocumentVersion:
    version: DocumentVersion = a_document(programme, now=now, data=data).versions.get()
    return version


def processed(version: DocumentVersion, now: datetime) -> DocumentVersion:
    process(version_id=version.pk, now=now)
    version.refresh_from_db()
    return version


def test_an_upload_puts_its_task_into_the_slow_queue(programme: Programme, now: datetime) -> None:
    version = version_of(programme, now)

    task = DBTaskResult.objects.get(pk=version.task_id)
    assert task.queue_name == "slow"
    assert task.args_kwargs["args"] == [str(version.pk)]


def test_reading_finds_words_pages_and_picture(programme: Programme, now: datetime) -> None:
    version = processed(version_of(programme, now, a_pdf("One", "Two")), now)

    assert (version.scan, version.reading, version.pages) == (Scan.NONE, Reading.READ, 2)
    assert "Two" in VersionText.objects.get(version=version).text
    assert version.thumbnail.storage.exists(str(version.thumbnail.name))


def test_a_clean_file_is_scanned_before_it_is_read(
    programme: Programme, now: datetime, scanner: Clamd
) -> None:
    version = processed(version_of(programme, now), now)

    assert (version.scan, version.reading, version.scanned_at) == (Scan.CLEAN, Reading.READ, now)
    assert len(scanner.streams) == 1


def test_an_infected_file_is_never_read(programme: Programme, now: datetime, scanner: Clamd) -> None:
    version = processed(version_of(programme, now, INFECTED), now)

    assert (version.scan, version.scan_detail) == (Scan.INFECTED, "Eicar-Test-Signature")
    assert version.reading == Reading.WAITING
    assert not scan_allows(version)
    assert put_back(now=now) == 0


@pytest.mark.parametrize("behaviour", [BREAK_OFF, NONSENSE])
def test_without_a_verdict_nothing_is_read_and_the_sweep_asks_again(
    programme: Programme, now: datetime, scanner: Clamd, behaviour: str
) -> None:
    scanner.behaviour = behaviour
    version = processed(version_of(programme, now), now)

    assert (version.scan, version.reading) == (Scan.WAITING, Reading.WAITING)
    assert not scan_allows(version)
    DBTaskResult.objects.all().delete()
    assert put_back(now=now) == 1
    assert put_back(now=now) == 0
    scanner.behaviour = OK
    assert processed(version, now).scan == Scan.CLEAN


def test_a_scanner_that_is_set_up_later_scans_what_is_there(
    programme: Programme, now: datetime, settings: Any, scanner: Clamd
) -> None:
    settings.CLAMD_ADDRESS = ""
    document = in_force(a_document(programme, now=now, data=INFECTED), now=now)
    version = document.versions.get()
    assert scan_allows(version)

    settings.CLAMD_ADDRESS = scanner.address

    assert not scan_allows(version)
    DBTaskResult.objects.all().delete()
    assert put_back(now=now) == 1
    assert processed(version, now).scan == Scan.INFECTED
    document.refresh_from_db()
    assert document.current is None


def test_a_file_that_ends_every_worker_is_given_up(programme: Programme, now: datetime) -> None:
    version = version_of(programme, now)
    DocumentVersion.objects.filter(pk=version.pk).update(reading_tries=MOST_TRIES)

    assert processed(version, now).reading == Reading.UNREADABLE


def test_the_sweep_recurs(now: datetime) -> None:
    write_down_jobs(now)

    assert registered_jobs().filter(name="library.sweep").exists()
