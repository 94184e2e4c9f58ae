"""Certificates for seals and time stamps, made as a test needs them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    pkcs12,
)

FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """A private key and its own certificate."""

    key: Any
    certificate: x509.Certificate

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def packed(self, passphrase: str = "") -> str:
        """Return both as SEAL_PKCS12 wants them."""
        encryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        packed = pkcs12.serialize_key_and_certificates(None, self.key, self.certificate, None, encryption)
        return base64.b64encode(packed).decode()


def made(
    subject: str = "Example seal",
    *,
    key: Any = None,
    start: datetime = FROM,
    until: datetime = UNTIL,
    usage: x509.ExtendedKeyUsage | None = None,
) -> Made:
    """Make a certificate that its own key signed, on P-256 unless a key is given."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, subject)])
    allowed = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(until)
        .add_extension(allowed, critical=True)
    )
    if usage is not None:
        builder = builder.add_extension(usage, critical=True)
    return Made(key, builder.sign(key, SHA256()))


def time_stamp_authority(**dates: datetime) -> Made:
    """Make a certificate that may sign time stamps; RSA, as the server of the tests can do no other."""
    usage = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made("Example time stamps", key=key, usage=usage, **dates)


def packed(subject: str) -> str:
    return made(subject).packed()
