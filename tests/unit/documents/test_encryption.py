from __future__ import annotations

import io

import pikepdf
import pytest

from forms.documents.encryption import PassphraseUnusable, encrypt_pdf
from forms.documents.pdf import render
from tests import pdf_probe
from tests.unit.documents.samples import content

PASSPHRASE = "correct horse battery staple"


@pytest.fixture(scope="module")
def plain():
    return render(content()).data


@pytest.mark.parametrize("passphrase", [PASSPHRASE, "pêcheur-Żółć-47", "x" * 127])
def test_the_copy_opens_with_the_passphrase_and_says_the_same(plain, passphrase):
    copy = encrypt_pdf(plain, passphrase=passphrase)

    assert pdf_probe.page_texts(copy, passphrase) == pdf_probe.page_texts(plain)


@pytest.mark.parametrize("guess", ["", "wrong", PASSPHRASE.upper()])
def test_the_copy_opens_with_nothing_else(plain, guess):
    copy = encrypt_pdf(plain, passphrase=PASSPHRASE)

    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(copy), password=guess)


def test_the_copy_is_aes_256_revision_6_with_its_metadata(plain):
    copy = encrypt_pdf(plain, passphrase=PASSPHRASE)

    with pikepdf.open(io.BytesIO(copy), password=PASSPHRASE) as pdf:
        assert (pdf.encryption.R, pdf.encryption.V, pdf.encryption.bits) == (6, 5, 256)
        assert {pdf.encryption.stream_method.name, pdf.encryption.string_method.name} == {"aesv3"}
        assert pdf.allow.accessibility
    assert b"EC-7K4M" not in copy
    assert b"xmpmeta" not in copy


@pytest.mark.parametrize("passphrase", ["", "x" * 128, "Ż" * 64])
def test_a_passphrase_that_does_not_protect_is_refused(plain, passphrase):
    with pytest.raises(PassphraseUnusable):
        encrypt_pdf(plain, passphrase=passphrase)
