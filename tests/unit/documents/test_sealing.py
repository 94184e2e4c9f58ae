from __future__ import annotations

import hashlib
import io
import os
from datetime import UTC, datetime

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pikepdf import pdfa

from forms.documents.pdf import render
from forms.documents.sealing import SealFailed, TimestampFailed, seal_pdf, timestamps, verify_seal
from forms.documents.sealing.making import SOFTWARE
from tests import pdf_probe
from tests.seal_certificates import made, time_stamp_authority
from tests.timestamp_server import timestamp_server
from tests.unit.documents.agreement_samples import agreement

NOW = datetime(2027, 1, 4, 10, 30, tzinfo=UTC)
LONG_AGO, EXPIRED_ON = datetime(2024, 6, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def drawn() -> bytes:
    return render(agreement()).data


@pytest.fixture(scope="module")
def authority():
    return time_stamp_authority()


@pytest.fixture
def service(authority, settings):
    with timestamp_server(authority, at=NOW) as server:
        settings.SEAL_TIMESTAMP_URL = server.url
        settings.SEAL_TIMESTAMP_CERTIFICATES = authority.pem
        yield server


def test_a_sealed_document_is_genuine_and_says_how_it_was_made(drawn):
    sealed = seal_pdf(drawn, now=NOW)

    verdict = verify_seal(sealed.data)
    assert verdict.genuine
    assert (verdict.problem, verdict.timestamped, verdict.signed_at) == ("", False, NOW)
    assert sealed.sha256 == hashlib.sha256(sealed.data).hexdigest()
    assert (sealed.size, sealed.level, sealed.timestamp_at) == (len(sealed.data), "B-B", None)
    assert sealed.certificate_sha256 == verdict.certificate_sha256
    assert sealed.certificate_subject == "CN=Development seal"
    assert sealed.software == SOFTWARE


def test_the_seal_is_appended_and_certifies_that_nothing_may_change(drawn):
    sealed = seal_pdf(drawn, now=NOW).data

    assert sealed.startswith(drawn)
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        signature = pdf.Root.AcroForm.Fields[0].V
        assert signature.SubFilter == "/ETSI.CAdES.detached"
        assert pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P == 1


def test_a_sealed_document_breaks_no_rule_of_pdf_a_2b_and_reads_as_before(drawn):
    sealed = seal_pdf(drawn, now=NOW).data

    findings = pdfa.validate_written(io.BytesIO(sealed), "2b").findings
    # The validator does not judge forms and permissions; whatever it judges holds.
    assert {one.where.rpartition(" ")[2] for one in findings if one.kind == "unsupported"} == {
        "/AcroForm",
        "/Perms",
    }
    assert [one for one in findings if one.kind != "unsupported"] == []
    assert pdf_probe.loose_content(sealed) == []
    assert pdf_probe.reading_order(sealed).all_text() == pdf_probe.reading_order(drawn).all_text()
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.pdf_version == "1.7"


def test_a_time_stamp_is_part_of_the_seal_where_a_service_is_configured(drawn, service, settings):
    settings.SEAL_TIMESTAMP_USER, settings.SEAL_TIMESTAMP_PASSWORD = "programme", "pass:word"

    sealed = seal_pdf(drawn, now=NOW)

    verdict = verify_seal(sealed.data)
    assert verdict.genuine
    assert (verdict.timestamped, verdict.signed_at) == (True, NOW)
    assert (sealed.level, sealed.timestamp_at) == ("B-T", NOW)
    assert {one["Authorization"] for one in service.asked} == {"Basic cHJvZ3JhbW1lOnBhc3M6d29yZA=="}
    assert {one["Content-Type"] for one in service.asked} == {"application/timestamp-query"}


BAD_ANSWERS = [
    "error", "web page", "garbage", "cut off", "trailing", "empty", "endless", "refusal", "another document",
    "another question",
]  # fmt: skip


@pytest.mark.parametrize("behaviour", BAD_ANSWERS)
@pytest.mark.parametrize("asked_before", [True, False])
def test_without_a_good_time_stamp_nothing_is_sealed(drawn, service, behaviour, asked_before):
    if asked_before:
        seal_pdf(drawn, now=NOW)
    service.behaviour = behaviour

    with pytest.raises(TimestampFailed, match="nothing was sealed"):
        seal_pdf(drawn, now=NOW)

    service.behaviour = "good"
    assert seal_pdf(drawn, now=NOW).level == "B-T"


def test_a_service_that_is_down_fails_the_seal(drawn, service, settings):
    settings.SEAL_TIMESTAMP_URL = "http://127.0.0.1:9/"

    with pytest.raises(TimestampFailed, match="ConnectionRefusedError"):
        seal_pdf(drawn, now=NOW)


def test_an_answer_that_drips_is_not_waited_for(drawn, service, monkeypatch):
    service.behaviour = "drip"
    monkeypatch.setattr(timestamps, "TIMEOUT", 0.2)

    with pytest.raises(TimestampFailed, match="TimeoutError"):
        seal_pdf(drawn, now=NOW)


def test_a_time_stamp_of_a_stranger_fails_the_seal(drawn, service, settings):
    settings.SEAL_TIMESTAMP_CERTIFICATES = time_stamp_authority().pem

    with pytest.raises(TimestampFailed, match="SEAL_TIMESTAMP_CERTIFICATES"):
        seal_pdf(drawn, now=NOW)


def test_two_seals_of_one_process_ask_for_one_time_stamp_each_after_the_first(drawn, service):
    seal_pdf(drawn, now=NOW)
    before = len(service.asked)

    seal_pdf(drawn, now=NOW)

    assert len(service.asked) == before + 1


@pytest.mark.parametrize("data", [b"", b"not a PDF", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_cannot_be_sealed(data):
    with pytest.raises(SealFailed, match="could not be sealed"):
        seal_pdf(data, now=NOW)


def test_a_sealed_document_is_not_sealed_twice(drawn):
    with pytest.raises(SealFailed):
        seal_pdf(seal_pdf(drawn, now=NOW).data, now=NOW)


@pytest.mark.parametrize(
    "unusable",
    [
        "",
        "not base64",
        "bm90IGEgcGtjczEy",
        "/no/such/file.p12",
        made(key=ec.generate_private_key(ec.SECP384R1())).packed(),
        made(key=rsa.generate_private_key(public_exponent=65537, key_size=2048)).packed(),
        made().packed("another passphrase"),
    ],
)
def test_an_unusable_key_fails_the_seal_and_is_not_quoted(drawn, settings, unusable):
    settings.SEAL_PKCS12 = unusable

    with pytest.raises(SealFailed, match="SEAL_PKCS12") as failed:
        seal_pdf(drawn, now=NOW)

    assert not unusable or unusable not in str(failed.value)
    assert "SEAL_PKCS12" in verify_seal(drawn).problem


def test_a_key_may_have_a_passphrase_and_lie_in_a_file(drawn, settings, tmp_path):
    import base64

    file = tmp_path / "seal.p12"
    file.write_bytes(base64.b64decode(made("Filed").packed("secret")))
    settings.SEAL_PKCS12, settings.SEAL_PKCS12_PASSPHRASE = os.fspath(file), "secret"

    assert seal_pdf(drawn, now=NOW).certificate_subject == "CN=Filed"


def test_an_expired_certificate_seals_nothing(drawn, settings):
    settings.SEAL_PKCS12 = made(until=EXPIRED_ON).packed()

    with pytest.raises(SealFailed, match="not valid at the time"):
        seal_pdf(drawn, now=NOW)


@pytest.fixture
def rotated(drawn, settings):
    """Return a function that seals with a certificate that expired since and was replaced."""
    old, new = made("Old seal", until=EXPIRED_ON), settings.SEAL_PKCS12

    def seal() -> bytes:
        settings.SEAL_PKCS12 = old.packed()
        data = seal_pdf(drawn, now=LONG_AGO).data
        settings.SEAL_PKCS12, settings.SEAL_TRUSTED_CERTIFICATES = new, old.pem
        return data

    return seal


def test_an_old_seal_verifies_after_rotation_at_the_time_that_we_recorded(rotated, settings):
    data = rotated()

    assert verify_seal(data, at=LONG_AGO).genuine
    settings.SEAL_TRUSTED_CERTIFICATES = ""
    assert not verify_seal(data, at=LONG_AGO).genuine


@pytest.mark.parametrize("at", [None, NOW])
def test_without_a_recorded_time_an_expired_seal_proves_nothing(rotated, at):
    verdict = verify_seal(rotated(), at=at)

    assert not verdict.valid
    assert "certificate" in verdict.problem


def test_a_time_stamp_proves_the_time_of_an_expired_seal(rotated, authority, settings):
    with timestamp_server(authority, at=LONG_AGO) as server:
        settings.SEAL_TIMESTAMP_URL, settings.SEAL_TIMESTAMP_CERTIFICATES = server.url, authority.pem
        data = rotated()

    verdict = verify_seal(data)
    assert verdict.genuine
    assert verdict.signed_at == LONG_AGO


def test_a_time_stamp_after_expiry_is_no_help(rotated, authority, settings, drawn):
    old = made("Late seal", until=EXPIRED_ON)
    with timestamp_server(authority, at=NOW) as server:
        settings.SEAL_TIMESTAMP_URL, settings.SEAL_TIMESTAMP_CERTIFICATES = server.url, authority.pem
        settings.SEAL_PKCS12 = old.packed()

        with pytest.raises(SealFailed):
            seal_pdf(drawn, now=LONG_AGO)
