from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from forms.documents.storage import NotStored, load_sealed, store_sealed
from vault.envelope import SealBroken


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {
            "BACKEND": "forms.documents.durable.DurableFileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        },
    }
    return tmp_path


def test_what_is_stored_is_sealed_and_loads_for_its_context():
    store_sealed(name="a/b.pdf", data=b"secret", context="leg:1")

    assert load_sealed(name="a/b.pdf", context="leg:1") == b"secret"
    with storages["documents"].open("a/b.pdf") as file:
        assert b"secret" not in file.read()


def test_a_file_moved_to_another_row_does_not_open():
    store_sealed(name="b.pdf", data=b"secret", context="leg:1")

    with pytest.raises(SealBroken):
        load_sealed(name="b.pdf", context="leg:2")


def test_storing_again_keeps_the_name_and_one_file(own_folder):
    for _ in range(2):
        store_sealed(name="c.pdf", data=b"secret", context="leg:1")

    assert [path.name for path in own_folder.iterdir()] == ["c.pdf"]


def test_half_a_file_of_a_dead_writer_is_replaced(own_folder):
    storages["documents"].save("d.pdf", ContentFile(b"\x01half"))

    store_sealed(name="d.pdf", data=b"secret", context="leg:1")

    assert load_sealed(name="d.pdf", context="leg:1") == b"secret"
    assert [path.name for path in own_folder.iterdir()] == ["d.pdf"]


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(NotStored, match=r"e\.pdf"):
        load_sealed(name="e.pdf", context="leg:1")


def test_a_file_and_its_new_folders_are_on_the_disk_before_it_counts_as_stored(own_folder, monkeypatch):
    flushed, flush = {}, os.fsync

    def watched(handle):
        flush(handle)
        flushed[Path(f"/proc/self/fd/{handle}").readlink()] = os.fstat(handle).st_size

    monkeypatch.setattr(os, "fsync", watched)
    store_sealed(name="one/two/d.pdf", data=b"secret", context="leg:1")

    file = own_folder / "one/two/d.pdf"
    assert set(flushed) == {file, file.parent, own_folder / "one", own_folder}
    assert flushed[file] == file.stat().st_size

    flushed.clear()
    store_sealed(name="one/two/e.pdf", data=b"secret", context="leg:1")
    assert set(flushed) == {file.with_name("e.pdf"), file.parent}
