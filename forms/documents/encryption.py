"""Protect a PDF with a passphrase for the way to its recipient."""

from __future__ import annotations

import io

import pikepdf

LONGEST = 127  # bytes of UTF-8 that the standard's revision 6 uses (ISO 32000-2, 7.6.4.3)


class PassphraseUnusable(ValueError):
    """A passphrase is empty or too long to protect a file."""


def encrypt_pdf(data: bytes, *, passphrase: str) -> bytes:
    """Return a copy that opens with `passphrase` only: AES-256, revision 6, metadata included.

    The bytes differ each time, so a copy is made once and stored.

    :raises PassphraseUnusable: the passphrase is empty or longer than 127 bytes.
    """
    if not passphrase or len(passphrase.encode()) > LONGEST:
        raise PassphraseUnusable(f"A passphrase has 1 to {LONGEST} bytes.")
    encryption = pikepdf.Encryption(user=passphrase, owner=passphrase, R=6, aes=True, metadata=True)
    encrypted = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(encrypted, encryption=encryption)
    return encrypted.getvalue()
