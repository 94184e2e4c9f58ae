from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import FileSystemStorage

from accounts.permissions import person_of, visible_to
from audit.models import AuditEvent
from forms.definitions.fields.base import AnsweredFile
from forms.uploads.models import Upload
from forms.uploads.reading import read_upload
from forms.uploads.refusals import FileRefused, FilesNotReady, FileUnavailable
from forms.uploads.services import (
    destroy_removed,
    keep_sent,
    purge_drafts,
    remove_uploads,
    scan_waiting,
    store_upload,
)
from sniffing import PDF
from tests.clamd_server import BREAK_OFF, EICAR, NONSENSE, OK
from tests.integration.uploads.conftest import LETTER, stored_files
from tests.library_files import a_pdf

pytestmark = pytest.mark.django_db
DATA = a_pdf("A letter")


@pytest.fixture
def store(holder, member, now):
    def call(data: bytes = DATA, **values):
        given = {
            "holder": holder,
            "field_key": LETTER,
            "name": "letter of Ada.pdf",
            "kind": PDF,
            "by": member,
        }
        return store_upload(**{**given, "data": data, "now": now, **values})

    return call


def answered(upload: Upload, **values) -> AnsweredFile:
    return AnsweredFile(
        str(upload.pk), "letter.pdf", upload.media_type, upload.size, values.get("sha256", upload.sha256)
    )


def actions() -> list[str]:
    return list(
        AuditEvent.objects.filter(action__startswith="upload.")
        .order_by("sequence")
        .values_list("action", flat=True)
    )


def test_a_clean_file_is_kept_sealed_under_a_name_that_tells_nothing(store, scanner, stored):
    upload = store()

    assert (upload.state, upload.name, upload.size) == ("clean", "letter of Ada.pdf", len(DATA))
    assert scanner.streams == [DATA]
    (file,) = stored_files(stored)
    assert file.name == str(upload.pk)
    assert b"%PDF" not in file.read_bytes()
    assert b"Ada" not in bytes(upload.name_sealed)
    assert read_upload(upload_id=upload.pk, sha256=upload.sha256) == DATA
    assert actions() == ["upload.stored"]
    assert "Ada" not in str(list(AuditEvent.objects.values()))


def test_the_same_file_twice_is_kept_once(store, scanner, stored):
    assert store().pk == store(name="another.pdf").pk
    assert len(stored_files(stored)) == Upload.objects.count() == 1


def test_an_infected_file_is_never_kept_and_the_trail_knows(store, scanner, stored):
    with pytest.raises(FileRefused, match="destroyed"):
        store(DATA + EICAR)

    assert not Upload.objects.exists()
    assert stored_files(stored) == []
    assert actions() == ["upload.infected"]


@pytest.mark.parametrize("behaviour", [BREAK_OFF, NONSENSE])
def test_without_a_verdict_a_file_waits_and_is_not_given_out(store, scanner, behaviour):
    scanner.behaviour = behaviour
    upload = store()

    assert upload.state == "waiting"
    with pytest.raises(FileUnavailable):
        read_upload(upload_id=upload.pk, sha256=upload.sha256)


def test_where_the_product_is_in_use_no_scanner_means_no_verdict(store, settings):
    settings.CLAMD_ADDRESS = ""
    assert store().state == "clean"
    settings.REFUSE_PLACEHOLDERS = True
    assert store(a_pdf("Another")).state == "waiting"


def test_a_storage_that_fails_leaves_neither_row_nor_file(
    store, scanner, stored, now, django_capture_on_commit_callbacks
):
    folder = stored / "uploads"
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_bytes(b"a file where the folder should be")

    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(FileRefused, match="could not be stored"),
    ):
        store()

    assert not Upload.objects.filter(removed_at__isnull=True).exists()
    folder.unlink()
    destroy_removed(now)
    assert not Upload.objects.exists()
    assert stored_files(stored) == []


class Away(FileSystemStorage):
    """A storage that cannot be reached."""

    def exists(self, name: str) -> bool:
        raise OSError(name)


def test_a_storage_that_fails_on_the_same_file_again_leaves_the_one_kept_before(
    store, scanner, settings, now
):
    upload = store()
    working = settings.STORAGES
    settings.STORAGES = {**working, "documents": {"BACKEND": f"{__name__}.Away"}}

    with pytest.raises(FileRefused, match="could not be stored"):
        store()

    settings.STORAGES = working
    destroy_removed(now)
    assert read_upload(upload_id=upload.pk, sha256=upload.sha256) == DATA


def test_waiting_files_are_scanned_once_the_scanner_is_back(store, scanner, now):
    scanner.behaviour = NONSENSE
    upload = store()
    assert scan_waiting(now) == (0, 1)

    scanner.behaviour = OK
    assert scan_waiting(now) == (1, 0)
    assert read_upload(upload_id=upload.pk, sha256=upload.sha256) == DATA
    assert actions()[-1] == "upload.clean"


def test_a_virus_found_later_destroys_the_file_and_says_so(
    store, scanner, now, stored, django_capture_on_commit_callbacks
):
    scanner.behaviour = NONSENSE
    upload = store(DATA + EICAR)
    scanner.behaviour = OK
    with django_capture_on_commit_callbacks(execute=True):
        scan_waiting(now)

    upload.refresh_from_db()
    assert (upload.state, upload.destroyed_at) == ("infected", now)
    assert stored_files(stored) == []
    assert actions()[-1] == "upload.infected"


def test_removing_destroys_name_bytes_and_row(
    store, scanner, now, stored, member, draft, django_capture_on_commit_callbacks
):
    upload = store()
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_uploads(draft_id=draft.pk, ids=[upload.pk], by=member, now=now) == 1

    assert not Upload.objects.exists()
    assert stored_files(stored) == []
    assert actions() == ["upload.stored", "upload.removed"]


def test_files_of_another_draft_are_not_removed(store, scanner, now, member):
    upload = store()

    assert remove_uploads(draft_id=uuid4(), ids=[upload.pk], by=member, now=now) == 0
    assert Upload.objects.get().removed_at is None


def test_bytes_that_could_not_be_destroyed_are_destroyed_by_the_job(
    store, scanner, now, stored, member, draft, django_capture_on_commit_callbacks
):
    upload = store()
    remove_uploads(draft_id=draft.pk, ids=[upload.pk], by=member, now=now)
    # The process ended here, before anything was destroyed.
    assert len(stored_files(stored)) == 1

    assert destroy_removed(now) == 1
    assert stored_files(stored) == []
    assert not Upload.objects.exists()


def test_removing_in_a_transaction_that_fails_destroys_nothing(store, scanner, now, stored, member, draft):
    from audit.trail import audited

    upload = store()

    def fail_after_purging() -> None:
        with audited(at=now):
            purge_drafts([draft.pk], by=member, now=now)
            raise RuntimeError("the draft could not be closed")

    with pytest.raises(RuntimeError):
        fail_after_purging()

    assert read_upload(upload_id=upload.pk, sha256=upload.sha256) == DATA
    assert actions() == ["upload.stored"]


def test_sending_keeps_the_named_files_and_removes_the_others(store, scanner, now, member, draft):
    kept, other = store(), store(a_pdf("Left over"))
    keep_sent(draft_id=draft.pk, files=[answered(kept)], submission_id=uuid4(), by=member, now=now)

    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.sent_at, kept.expires_at) == (now, None)
    assert other.removed_at == now
    assert purge_drafts([draft.pk], by=member, now=now + timedelta(days=90)) == 0


def test_what_is_not_known_to_be_clean_or_is_another_file_is_not_sent(store, scanner, now, member, draft):
    scanner.behaviour = NONSENSE
    waiting = store()
    scanner.behaviour = OK
    clean = store(a_pdf("Clean"))

    def send(*files: AnsweredFile) -> None:
        keep_sent(draft_id=draft.pk, files=files, submission_id=uuid4(), by=member, now=now)

    with pytest.raises(FilesNotReady, match="being checked"):
        send(answered(clean), answered(waiting))
    with pytest.raises(FilesNotReady, match="no longer here"):
        send(answered(clean, sha256="0" * 64))
    with pytest.raises(FilesNotReady, match="no longer here"):
        send(AnsweredFile(str(UUID(int=1)), "x.pdf", "application/pdf", 1, "0" * 64))
    assert not Upload.objects.filter(sent_at__isnull=False).exists()
    assert not Upload.objects.filter(removed_at__isnull=False).exists()


def test_changed_bytes_are_not_given_out(store, scanner, stored):
    upload = store()
    (file,) = stored_files(stored)
    file.write_bytes(file.read_bytes()[:-1] + b"x")

    with pytest.raises(FileUnavailable, match="does not open"):
        read_upload(upload_id=upload.pk, sha256=upload.sha256)


def test_a_file_of_a_draft_is_its_owners_alone(store, scanner, member, stranger, organisation, now):
    from tests import builders

    colleague = builders.a_member(organisation, now=now, email="colleague@harbour.invalid")
    upload = store()

    assert list(visible_to(person_of(member), Upload)) == [upload]
    for other in (stranger, colleague):
        assert not visible_to(person_of(other), Upload).exists()
