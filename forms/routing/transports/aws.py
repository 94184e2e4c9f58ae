"""Clients for Amazon's services, and what their errors mean for a leg."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError as BotoConnectionError,
    HTTPClientError,
)
from django.conf import settings
from django.core.signals import setting_changed

from forms.routing.transports.base import ErrorKind, TransportError

# Within a lease, with time to spare. Retries are the leg's: theirs would hide attempts.
_CONFIG = Config(connect_timeout=10, read_timeout=30, retries={"total_max_attempts": 1})

_TEMPORARY = frozenset(
    {
        "TooManyRequestsException",
        "LimitExceededException",
        "Throttling",
        "ThrottlingException",
        "RequestTimeout",
        "SlowDown",
        "ConditionalRequestConflict",
        "OperationAborted",
    }
)
# MessageRejected is not among them: SES says it of a sender that nobody verified, which is set-up.
_PERMANENT = frozenset({"BadRequestException", "EntityTooLarge", "InvalidParameterValue"})


@lru_cache(maxsize=16)
def client(service: str, region: str) -> Any:
    """Return this process's client of a service: making one costs more than sending with it."""
    return boto3.client(service, region_name=region, endpoint_url=settings.AWS_ENDPOINT_URL, config=_CONFIG)


def classified(error: Exception, *, service: str) -> TransportError:
    """Turn an error of the SDK into a kind; what is not known waits for a person, and is seen."""
    if isinstance(error, ClientError):
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        return TransportError(f"{service} answered {code or status}.", _kind(code, status))
    if isinstance(error, BotoConnectionError | HTTPClientError):
        return TransportError(f"{service} was not reached: {type(error).__name__}.", ErrorKind.TEMPORARY)
    if isinstance(error, BotoCoreError):
        return TransportError(
            f"{service} cannot be used as it is set up: {type(error).__name__}.", ErrorKind.MISCONFIGURED
        )
    raise error


def _kind(code: str, status: int) -> ErrorKind:
    if status >= 500 or status == 429 or code in _TEMPORARY:
        return ErrorKind.TEMPORARY
    return ErrorKind.PERMANENT if code in _PERMANENT else ErrorKind.MISCONFIGURED


def _forget_clients(*, setting: str, **_: object) -> None:
    if setting in {"AWS_ENDPOINT_URL", "AWS_REGION"}:
        client.cache_clear()


setting_changed.connect(_forget_clients)
