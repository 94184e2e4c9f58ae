"""The key and certificates of the seal, from the settings: ours of today, ours of before, and the time stamps'."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from django.conf import settings


class SealUnusable(Exception):
    """The settings of the seal do not give what sealing needs; the message names the setting."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A private key on P-256 with its certificate (DER) and the certificates above it (DER)."""

    key: EllipticCurvePrivateKey
    certificate: bytes
    chain: tuple[bytes, ...]

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the certificate."""
        return hashlib.sha256(self.certificate).hexdigest()

    @property
    def about(self) -> x509.Certificate:
        """Return the certificate to read from."""
        return x509.load_der_x509_certificate(self.certificate)


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates as DER: the exact ones that are ours, and the roots of the time stamp services."""

    seals: tuple[bytes, ...]
    timestamps: tuple[bytes, ...]


def current() -> Credentials:
    """Return what new seals are made with, loaded once per process.

    :raises SealUnusable: SEAL_PKCS12 cannot be opened, or is no key on P-256 with its certificate.
    """
    return _load(settings.SEAL_PKCS12, settings.SEAL_PKCS12_PASSPHRASE)


def trusted() -> Trust:
    """Return whose seals and time stamps are accepted.

    :raises SealUnusable: a setting cannot be read.
    """
    earlier = _certificates("SEAL_TRUSTED_CERTIFICATES", settings.SEAL_TRUSTED_CERTIFICATES)
    stamps = _certificates("SEAL_TIMESTAMP_CERTIFICATES", settings.SEAL_TIMESTAMP_CERTIFICATES)
    return Trust(seals=(current().certificate, *earlier), timestamps=stamps)


@lru_cache(maxsize=4)
def _load(source: str, passphrase: str) -> Credentials:
    if not source:
        raise SealUnusable("SEAL_PKCS12 is not set.")
    try:
        packed = (
            Path(source).read_bytes() if source.startswith("/") else base64.b64decode(source, validate=True)
        )
        key, certificate, chain = pkcs12.load_key_and_certificates(packed, passphrase.encode() or None)
    except (OSError, ValueError, binascii.Error) as error:
        # Without the cause: it may quote the setting.
        raise SealUnusable(
            f"SEAL_PKCS12 cannot be opened with SEAL_PKCS12_PASSPHRASE ({type(error).__name__})."
        ) from None
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise SealUnusable("SEAL_PKCS12 holds no private key on the curve P-256.")
    if certificate is None or certificate.public_key() != key.public_key():
        raise SealUnusable("SEAL_PKCS12 holds no certificate of its private key.")
    return Credentials(key, _der(certificate), tuple(_der(one) for one in chain))


@lru_cache(maxsize=8)
def _certificates(setting: str, source: str) -> tuple[bytes, ...]:
    """Return the certificates of a PEM text, or of the file of that absolute path."""
    if not source.strip():
        return ()
    try:
        pem = Path(source).read_bytes() if source.startswith("/") else source.encode()
        return tuple(_der(one) for one in x509.load_pem_x509_certificates(pem))
    except (OSError, ValueError) as error:
        raise SealUnusable(
            f"{setting} cannot be read as PEM certificates ({type(error).__name__})."
        ) from None


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
