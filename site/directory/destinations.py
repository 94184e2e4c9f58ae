"""What a destination must be like before anybody is asked to approve it, and how it is written in words.

Each `…_problems` yields a sentence for everything that is wrong, saying how to put it right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from directory.models import Destination

Transport = Destination.Transport

MINIMUM_PASSPHRASE = 16  # characters
MINIMUM_DIFFERENT = 8  # characters
LONGEST_PASSPHRASE = 127  # bytes of UTF-8 that protect a PDF (ISO 32000-2, 7.6.4.3)

_IS_EMAIL = EmailValidator(allowlist=[])
_FOLDER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?")
# Amazon S3 user guide, "General purpose bucket naming rules" and "Safe characters" of object keys.
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_IP_ADDRESS = re.compile(r"[0-9]+(?:\.[0-9]+){3}")
_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_KMS_ID = r"(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_KMS_ALIAS = r"alias/[A-Za-z0-9/_-]{1,250}"


@dataclass(frozen=True, slots=True)
class _Option:
    """A text that a transport reads from the options: its pattern, and what it is for people."""

    pattern: re.Pattern[str]
    words: str


_REGION = _Option(re.compile(r"[a-z]{2}(?:-[a-z]+)+-[0-9]{1,2}"), 'a region such as "eu-west-2"')
_KMS_KEY = _Option(
    re.compile(
        rf"{_KMS_ID}|{_KMS_ALIAS}|arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{{12}}:(?:key/{_KMS_ID}|{_KMS_ALIAS})"
    ),
    'the id, alias or ARN of a key, for example "alias/inbox"',
)
_OWNER = _Option(re.compile(r"[0-9]{12}"), 'the 12 digits of an account in quotes, as in "012345678901"')
_CONFIGURATION_SET = _Option(
    re.compile(r"[A-Za-z0-9_-]{1,64}"), "the name of a configuration set: letters, digits, hyphens"
)
# What the modules of forms/routing/transports read.
_OPTIONS: dict[str, dict[str, _Option]] = {
    Transport.S3: {"region": _REGION, "kms_key": _KMS_KEY, "bucket_owner": _OWNER},
    Transport.SES: {"region": _REGION, "configuration_set": _CONFIGURATION_SET},
}


def address_problems(transport: str, address: str) -> Iterator[str]:
    """Yield what is wrong with the address of a destination."""
    if transport in {Transport.SMTP, Transport.SES}:
        if not _is_mailbox(address):
            yield "Enter one e-mail address, for example registrations@partner.example."
    elif transport == Transport.S3:
        yield from _bucket_problems(address)
    elif not _FOLDER.fullmatch(address) or ".." in address:
        yield (
            "Enter one folder name of letters, digits, hyphens and underscores, for example nurse-service. "
            "It may have single dots inside, but no slash."
        )


def options_problems(transport: str, options: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the options of a destination."""
    known = _OPTIONS.get(transport, {})
    for name, value in options.items():
        if not known:
            yield f"Remove “{name}”: {Transport(transport).label} takes no options."
        elif name not in known:
            yield f"Remove “{name}”: {Transport(transport).label} takes only {', '.join(known)}."
        elif not isinstance(value, str) or not known[name].pattern.fullmatch(value):
            yield f"Enter as “{name}” {known[name].words}."
    if transport == Transport.S3 and not options.get("region"):
        yield 'Enter at least the region, for example {"region": "eu-west-2"}.'


def first_day_problems(first_day: date, *, today: date) -> Iterator[str]:
    """Yield what is wrong with the day from which a new destination is to be in force."""
    if first_day < today:
        yield "Enter today or a later day: nothing can go there before somebody approved it."


def passphrase_problems(passphrase: str) -> Iterator[str]:
    """Yield what makes a passphrase too weak, or unusable for a PDF."""
    if len(passphrase) < MINIMUM_PASSPHRASE:
        yield f"Enter a passphrase of at least {MINIMUM_PASSPHRASE} characters."
    elif len(set(passphrase)) < MINIMUM_DIFFERENT:
        yield (
            f"Enter a passphrase of at least {MINIMUM_DIFFERENT} different characters, "
            "for example four words that have nothing to do with each other."
        )
    if len(passphrase.encode()) > LONGEST_PASSPHRASE:
        yield (
            f"Enter a shorter passphrase: at most {LONGEST_PASSPHRASE} characters, of which those outside "
            "A to Z, digits and common signs count for more than one."
        )


def options_in_words(destination: Destination) -> str:
    """Return the options as people read them."""
    return ", ".join(f"{name}: {value}" for name, value in destination.options.items()) or "None"


def place_in_words(destination: Destination) -> str:
    """Return how documents travel and where to, as in "E-mail by SMTP to inbox@partner.example"."""
    how = destination.get_transport_display()
    is_mail = destination.transport in {Transport.SMTP, Transport.SES}
    return f"{how} to {destination.address}" if is_mail else f"{how}: {destination.address}"


def _is_mailbox(address: str) -> bool:
    # Quoted names could hide a second address; those in brackets are machines; others need SMTPUTF8.
    if not address.isascii() or set(address) & set('"['):
        return False
    try:
        _IS_EMAIL(address)
    except ValidationError:
        return False
    return True


def _bucket_problems(address: str) -> Iterator[str]:
    if address.startswith("s3:"):
        yield "Leave out s3://: enter the bucket, or bucket/prefix."
        return
    bucket, slash, prefix = address.partition("/")
    if not _BUCKET.fullmatch(bucket) or ".." in bucket or _IP_ADDRESS.fullmatch(bucket):
        yield (
            "Enter the bucket, or bucket/prefix. The bucket's name has 3 to 63 lower-case letters, digits, "
            "dots and hyphens, and begins and ends with a letter or digit."
        )
    if slash and not _PREFIX.fullmatch(prefix):
        yield (
            "Enter the prefix as names with single slashes between them, for example incoming/registrations. "
            "Each has letters, digits, dots, hyphens and underscores and begins with a letter or digit."
        )
