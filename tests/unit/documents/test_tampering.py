"""The seal by itself, without the stored SHA-256: no change of what it signs goes unnoticed."""

from __future__ import annotations

import hashlib
import io
import json
import random
import time
import zlib
from datetime import UTC, datetime

import pikepdf
import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from forms.documents.content import Clause, Section
from forms.documents.encryption import encrypt_pdf
from forms.documents.pdf import render
from forms.documents.sealing import (
    MAX_UPLOAD_BYTES,
    inspect_untrusted,
    inspecting,
    seal_pdf,
    verdicts,
    verify_seal,
)
from tests.seal_certificates import made
from tests.unit.documents.agreement_samples import agreement

NOW = datetime(2027, 1, 4, 10, 30, tzinfo=UTC)
SAMPLE = 150  # bytes that are changed in each run; `make test-long` changes every one


@pytest.fixture(scope="module")
def drawn() -> bytes:
    return render(agreement(sections=(Section("Terms", clauses=(Clause("1", "One clause."),)),))).data


@pytest.fixture(scope="module")
def sealed(drawn) -> bytes:
    return seal_pdf(drawn, now=NOW).data


def signed_ranges(data: bytes) -> list[tuple[int, int]]:
    _, length, resumes, rest = PdfFileReader(io.BytesIO(data)).embedded_signatures[0].byte_range
    return [(0, length), (resumes, resumes + rest)]


def signed_places(data: bytes) -> list[int]:
    return [place for start, end in signed_ranges(data) for place in range(start, end)]


def flipped(data: bytes, place: int, bit: int = 0) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1 << bit
    return bytes(changed)


def test_a_changed_byte_of_a_seeded_sample_is_never_genuine(sealed):
    chosen = random.Random(2027)
    for place in chosen.sample(signed_places(sealed), SAMPLE):
        assert not verify_seal(flipped(sealed, place, chosen.randrange(8))).valid, place


@pytest.mark.long
def test_no_changed_byte_is_ever_genuine(sealed):
    for place in signed_places(sealed):
        assert not verify_seal(flipped(sealed, place)).valid, place


def test_the_seal_alone_does_not_notice_its_own_padding(sealed):
    """That is why a file is genuine only if its SHA-256 is the stored one as well."""
    padding = sealed.index(b"0" * 64)
    changed = sealed[:padding] + b"1" + sealed[padding + 1 :]

    assert verify_seal(changed).genuine
    assert hashlib.sha256(changed).digest() != hashlib.sha256(sealed).digest()


def updated(data: bytes, change) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def annotate(writer):
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject({
        generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
        generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
        generic.pdf_name("/Contents"): generic.pdf_string("and free of charge"),
        generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 50, 200, 80))),
    })  # fmt: skip
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])


def retitle(writer):
    writer.set_info(
        generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("Another agreement")})
    )


def change_nothing(writer):
    writer._force_write_when_empty = True


@pytest.mark.parametrize("change", [annotate, retitle, change_nothing])
def test_an_appended_update_is_never_genuine(sealed, change):
    data = updated(sealed, change)

    assert data.startswith(sealed)
    assert len(data) > len(sealed)
    verdict = verify_seal(data)
    assert not verdict.genuine
    assert verdict.problem


@pytest.mark.parametrize("tail", [b"\n", b" ", b"\x00", b"%%EOF\n", b"garbage", b"%comment\n" * 200])
def test_a_trailing_byte_is_never_genuine(sealed, tail):
    assert not verify_seal(sealed + tail).genuine


@pytest.mark.parametrize("head", [b"\n", b" ", b"%!PS\n", b"GIF89a"])
def test_a_leading_byte_is_never_genuine(sealed, head):
    assert not verify_seal(head + sealed).genuine


def test_a_file_that_was_saved_again_is_never_genuine(sealed):
    again = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        pdf.save(again)

    assert not verify_seal(again.getvalue()).genuine


@pytest.mark.parametrize("filling", [b" ", b"/X", b"\n"])
def test_nothing_but_the_digits_of_the_seal_may_stand_outside_what_it_signs(sealed, filling):
    start = sealed.index(b"/Contents <") + len(b"/Contents <")
    end = sealed.index(b">", start)
    changed = sealed[: end - 64] + filling * (64 // len(filling)) + sealed[end:]

    assert len(changed) == len(sealed)
    assert not verify_seal(changed).genuine


def test_a_document_that_another_sealed_is_not_ours(drawn, sealed, settings):
    ours = settings.SEAL_PKCS12
    settings.SEAL_PKCS12 = made("Development seal").packed()
    theirs = seal_pdf(drawn, now=NOW).data
    settings.SEAL_PKCS12 = ours

    verdict = verify_seal(theirs)
    assert (verdict.valid, verdict.ours, verdict.problem) == (False, False, verdicts.ANOTHERS)
    assert verdict.covers_whole_file


def bomb() -> bytes:
    """Return a PDF whose cross-reference stream unpacks to a gigabyte and more."""
    inner = zlib.compress(bytes(200_000_000), 9)
    packed = zlib.compress(inner * 6, 9)
    head = b"%PDF-1.7\n"
    stream = (
        b"1 0 obj\n<</Type/XRef/Size 90000000/W[1 4 2]/Root 2 0 R/Filter[/FlateDecode/FlateDecode]/Length %d>>\n"
        b"stream\n%s\nendstream\nendobj\n" % (len(packed), packed)
    )
    return head + stream + b"startxref\n%d\n%%%%EOF\n" % len(head)


def hostile(sealed: bytes, drawn: bytes) -> dict[str, bytes]:
    return {
        "empty": b"",
        "garbage": random.Random(1).randbytes(5000),
        "half": sealed[: len(sealed) // 2],
        "web page": b"<html><body>%PDF-1.7</body></html>",
        "bomb": bomb(),
        "deep": b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\nstartxref\n9\n%%EOF\n",
        "circle": b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Prev 9/Size 1>>\nstartxref\n9\n%%EOF\n",
        "protected": encrypt_pdf(drawn, passphrase="a passphrase"),
        "no seal": drawn,
    }


NAMES = ["empty", "garbage", "half", "web page", "bomb", "deep", "circle", "protected", "no seal"]


@pytest.fixture(scope="module")
def files(sealed, drawn):
    return hostile(sealed, drawn)


@pytest.mark.parametrize("name", NAMES)
def test_any_upload_gets_a_verdict_in_time(files, name):
    start = time.monotonic()

    verdict = inspect_untrusted(files[name])

    assert not verdict.genuine
    assert verdict.problem == {"protected": verdicts.PROTECTED, "no seal": verdicts.NO_SEAL}.get(
        name, verdicts.UNREADABLE
    )
    assert time.monotonic() - start < inspecting.WALL_SECONDS


@pytest.mark.parametrize("name", [name for name in NAMES if name != "bomb"])
def test_any_file_gets_the_same_verdict_in_process(files, name):
    assert verify_seal(files[name]) == inspect_untrusted(files[name])


def test_an_upload_that_is_ours_is_genuine(sealed):
    assert inspect_untrusted(sealed, at=NOW) == verify_seal(sealed, at=NOW)
    assert inspect_untrusted(sealed).genuine


def test_a_large_upload_is_refused_unread(sealed, monkeypatch):
    monkeypatch.setattr(inspecting, "CHILD", "no.such.module")

    assert inspect_untrusted(sealed + bytes(MAX_UPLOAD_BYTES)).problem == verdicts.TOO_LARGE


@pytest.mark.parametrize("behaviour", [b"memory", b"time", b"crash", b"chatter", b"silence"])
def test_a_child_that_fails_is_a_verdict(monkeypatch, behaviour):
    monkeypatch.setattr(inspecting, "CHILD", "tests.unit.documents.greedy")
    monkeypatch.setattr(inspecting, "WALL_SECONDS", 2.0)

    assert inspect_untrusted(behaviour).problem == verdicts.UNREADABLE


def test_the_child_has_no_secrets_and_little_time(monkeypatch):
    monkeypatch.setenv("SEAL_PKCS12_PASSPHRASE", "secret")
    monkeypatch.setattr(inspecting, "CHILD", "tests.unit.documents.greedy")

    left = json.loads(inspect_untrusted(b"what is left").problem)

    assert set(left["environment"]) <= {"LC_CTYPE", "SSL_CERT_FILE"}
    assert left["cpu"] <= 10


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_cut_or_splice_raises_or_is_genuine(sealed, data):
    first, last = sorted((data.draw(st.integers(0, len(sealed))), data.draw(st.integers(0, len(sealed)))))
    filling = data.draw(st.binary(max_size=40))
    changed = sealed[:first] + filling + sealed[last:]

    same_signed_bytes = len(changed) == len(sealed) and all(
        changed[start:end] == sealed[start:end] for start, end in signed_ranges(sealed)
    )
    assert same_signed_bytes or not verify_seal(changed).genuine


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_get_a_verdict(data):
    assert verify_seal(data).problem
    assert verify_seal(b"%PDF-1.7\n" + data + b"\nstartxref\n9\n%%EOF\n").problem
