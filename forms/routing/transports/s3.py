"""Deliver into an Amazon S3 bucket, encrypted with KMS, under a name that says nothing."""

from __future__ import annotations

import base64
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from forms.routing.destinations import FrozenDestination
from forms.routing.transports.aws import classified, client
from forms.routing.transports.base import ErrorKind, Payload, Receipt, TransportError


class S3Transport:
    """Put the object once. Options of the destination: region, kms_key, bucket_owner."""

    def send(self, payload: Payload, destination: FrozenDestination) -> Receipt:
        bucket, _, prefix = destination.address.partition("/")
        prefix = prefix.strip("/")
        # The key is the leg's id: a repeat meets its own object, and no name leaks a reference.
        key = f"{prefix}/{payload.leg_id}.pdf" if prefix else f"{payload.leg_id}.pdf"
        place = {"Bucket": bucket, "Key": key, **_owner(destination)}
        checksum = base64.b64encode(bytes.fromhex(payload.sha256)).decode()
        try:
            s3 = client("s3", destination.options.get("region") or settings.AWS_REGION)
            try:
                s3.put_object(
                    **place,
                    **_encryption(destination),
                    Body=payload.data,
                    ContentType="application/pdf",
                    ChecksumAlgorithm="SHA256",
                    ChecksumSHA256=checksum,
                    IfNoneMatch="*",
                )
            except ClientError as error:
                if error.response["Error"]["Code"] != "PreconditionFailed":
                    raise
                _expect_same(s3, place, checksum)
        except (ClientError, BotoCoreError) as error:
            raise classified(error, service="Amazon S3") from error
        return Receipt(provider_id=f"s3://{bucket}/{key}"[:200])


def _expect_same(s3: Any, place: dict[str, str], checksum: str) -> None:
    """Idempotent: the object of an earlier try counts as delivered when its checksum is ours."""
    found = s3.head_object(**place, ChecksumMode="ENABLED").get("ChecksumSHA256")
    if found != checksum:
        raise TransportError("Another object lies under this leg's name.", ErrorKind.PERMANENT)


def _owner(destination: FrozenDestination) -> dict[str, str]:
    owner = destination.options.get("bucket_owner")
    return {"ExpectedBucketOwner": str(owner)} if owner else {}


def _encryption(destination: FrozenDestination) -> dict[str, str]:
    key = destination.options.get("kms_key")
    return {"ServerSideEncryption": "aws:kms", **({"SSEKMSKeyId": str(key)} if key else {})}
