"""What is remembered under a stamp is forgotten by every process when the stamp changes."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from programme.models import Programme, Service
from rows import kept_rows_where
from stamps import PAGES, RECORDS, is_watched, remembered, stamps_of
from tests import builders
from tests.processes import ROOT, environment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True, params=["file", "cache"])
def store(request, settings, tmp_path):
    settings.STAMPS, settings.VAR_DIR = request.param, tmp_path
    cache.clear()
    for name in (PAGES, RECORDS):
        stamps_of(name).renew()


@pytest.fixture
def programme(db):
    return builders.a_programme()


def times(made):
    return lambda: made.append(1) or len(made)


def test_a_value_is_made_once_until_its_stamp_is_renewed():
    made = []

    assert [remembered(RECORDS, "key", times(made)) for _ in range(3)] == [1, 1, 1]
    stamps_of(PAGES).renew()
    assert remembered(RECORDS, "key", times(made)) == 1
    stamps_of(RECORDS).renew()
    assert remembered(RECORDS, "key", times(made)) == 2


def test_inside_a_transaction_nothing_is_remembered_and_nothing_remembered_is_used():
    made = []
    remembered(RECORDS, "inside", times(made))

    with transaction.atomic():
        assert [remembered(RECORDS, "inside", times(made)) for _ in range(2)] == [2, 3]

    assert remembered(RECORDS, "inside", times(made)) == 1


def test_rows_are_read_again_after_one_was_saved_or_deleted(programme):
    def labels():
        return [one.label for one in kept_rows_where(Service, "programme", programme.pk)]

    assert is_watched(Service)
    assert labels() == []
    service = Service.objects.create(programme=programme, key="app", label="App")
    assert labels() == ["App"]
    with CaptureQueriesContext(connection) as asked:
        assert labels() == ["App"]
    assert len(asked) == 0

    service.label = "The app"
    service.save()
    assert labels() == ["The app"]
    service.delete()
    assert labels() == []


def test_what_is_rolled_back_is_never_shown(programme):
    service = Service.objects.create(programme=programme, key="app", label="App")

    with transaction.atomic():
        service.label = "Never"
        service.save()
        assert [one.label for one in kept_rows_where(Service, "programme", programme.pk)] == ["Never"]
        transaction.set_rollback(True)

    assert [one.label for one in kept_rows_where(Service, "programme", programme.pk)] == ["App"]


def test_each_reader_gets_objects_of_their_own(programme):
    Service.objects.create(programme=programme, key="app", label="App")
    (first,) = kept_rows_where(Service, "programme", programme.pk)
    first.label = "Changed by one reader"

    (second,) = kept_rows_where(Service, "programme", programme.pk)

    assert second.label == "App"


def test_a_model_that_nobody_watches_is_asked_for_each_time(programme):
    from audit.models import AuditEvent

    assert not is_watched(AuditEvent)
    with CaptureQueriesContext(connection) as asked:
        for _ in range(2):
            kept_rows_where(AuditEvent, "action", "nothing")
    assert len(asked) == 2


def test_another_process_renews_the_stamp_of_this_one(settings, tmp_path):
    # The cache of the tests lies in one process; production's is shared.
    settings.STAMPS = "file"
    before = stamps_of(RECORDS).read()
    code = "import django; django.setup(); from stamps import *; stamps_of(RECORDS).renew()"

    subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(
            TEST_VAR_DIR=str(tmp_path), DJANGO_SETTINGS_MODULE="config.settings.test", STAMPS="file"
        ),
        check=True,
    )

    assert stamps_of(RECORDS).read() not in (None, before)


def test_a_stamp_that_cannot_be_read_means_that_nothing_is_kept(settings, tmp_path):
    (tmp_path / "a-file").touch()
    settings.STAMPS, settings.VAR_DIR = "file", tmp_path / "a-file"
    made = []

    assert [remembered(RECORDS, "gone", times(made)) for _ in range(2)] == [1, 2]


def test_programmes_are_watched():
    assert is_watched(Programme)
