"""What organisations may do by their agreements, how these are signed, and the seal on them."""

from __future__ import annotations

from config import env

# Dotted path of the object that says whether an organisation may register: none means refused.
REGISTRATION_GATE = "agreements.gate.AgreementGate"
# Whether patients may be registered with the nurse service alone only by who has an SLA with a provider.
NURSE_ONLY_NEEDS_SLA = env.flag("NURSE_ONLY_NEEDS_SLA", default=True)
# How long an agreement may wait for its signatures.
AGREEMENT_SIGNING_DAYS = env.number("AGREEMENT_SIGNING_DAYS", 30)
# How long an agreement is kept after its end: written into its trail. The product erases none.
AGREEMENT_RETENTION_YEARS = env.number("AGREEMENT_RETENTION_YEARS", 6)
# By which clock signatures are timed, in words, as it is kept with each of them.
CLOCK_SOURCE = env.text("CLOCK_SOURCE", "The server’s clock")

# The seal on finished agreements: a PKCS#12 (base64, or an absolute path) with a key on P-256.
SEAL_PKCS12 = env.text("SEAL_PKCS12", "")
SEAL_PKCS12_PASSPHRASE = env.text("SEAL_PKCS12_PASSPHRASE", "")
# Certificates of earlier seals, so that these still verify (PEM, or an absolute path).
SEAL_TRUSTED_CERTIFICATES = env.text("SEAL_TRUSTED_CERTIFICATES", "")
# An RFC 3161 service; its roots are named (PEM, or an absolute path), or its time stamps are worth nothing.
SEAL_TIMESTAMP_URL = env.text("SEAL_TIMESTAMP_URL", "")
SEAL_TIMESTAMP_USER = env.text("SEAL_TIMESTAMP_USER", "")
SEAL_TIMESTAMP_PASSWORD = env.text("SEAL_TIMESTAMP_PASSWORD", "")
SEAL_TIMESTAMP_CERTIFICATES = env.text("SEAL_TIMESTAMP_CERTIFICATES", "")
