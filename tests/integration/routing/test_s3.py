"""Objects in a partner's bucket, by the wire protocol."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from typing import Any

import pytest

from directory.models import Organisation, Partner
from forms.routing.models import Delivery
from tests.integration.routing.aws_server import ACCOUNT, REGION, AwsServer
from tests.integration.routing.legs import REFERENCE, Times, a_leg, try_once

pytestmark = pytest.mark.django_db
BUCKET = "homecare-registrations"
KMS_KEY = "arn:aws:kms:eu-west-2:123456789012:key/homecare"


@pytest.fixture
def bucket(aws: AwsServer) -> Any:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    return s3


@pytest.fixture
def leg(organisation: Organisation, homecare_provider: Partner, times: Times) -> Delivery:
    options = {"region": REGION, "kms_key": KMS_KEY, "bucket_owner": ACCOUNT}
    return a_leg(
        organisation,
        homecare_provider,
        now=times(),
        destination={"transport": "s3", "address": f"{BUCKET}/incoming", "options": options},
    )


def test_the_object_is_encrypted_checked_and_named_without_identifiers(
    leg: Delivery, bucket: Any, times: Times
) -> None:
    sent = try_once(leg, times)

    assert sent.state == "sent"
    (found,) = bucket.list_objects_v2(Bucket=BUCKET)["Contents"]
    assert found["Key"] == f"incoming/{leg.pk}.pdf"
    assert REFERENCE not in found["Key"]
    stored = bucket.get_object(Bucket=BUCKET, Key=found["Key"], ChecksumMode="ENABLED")
    assert stored["ServerSideEncryption"] == "aws:kms"
    assert stored["SSEKMSKeyId"] == KMS_KEY
    assert stored["ContentType"] == "application/pdf"
    data = stored["Body"].read()
    assert hashlib.sha256(data).hexdigest() == sent.payload_sha256
    assert stored["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(data).digest()).decode()
    assert sent.provider_id == f"s3://{BUCKET}/incoming/{leg.pk}.pdf"


def test_an_object_that_is_there_already_counts_as_delivered(
    leg: Delivery, bucket: Any, times: Times
) -> None:
    try_once(leg, times)
    # As if the worker had died between the upload and recording it.
    Delivery.objects.filter(pk=leg.pk).update(state="queued", sent_at=None)
    before = bucket.head_object(Bucket=BUCKET, Key=f"incoming/{leg.pk}.pdf")["LastModified"]

    again = try_once(leg, times)

    assert again.state == "sent"
    assert bucket.head_object(Bucket=BUCKET, Key=f"incoming/{leg.pk}.pdf")["LastModified"] == before


def test_another_object_under_the_name_is_never_overwritten(leg: Delivery, bucket: Any, times: Times) -> None:
    key = f"incoming/{leg.pk}.pdf"
    bucket.put_object(Bucket=BUCKET, Key=key, Body=b"other", ChecksumAlgorithm="SHA256")

    tried = try_once(leg, times)

    assert (tried.state, tried.error_kind) == ("failed", "permanent")
    assert bucket.get_object(Bucket=BUCKET, Key=key)["Body"].read() == b"other"


def test_a_missing_bucket_waits_for_somebody_to_correct_it(
    leg: Delivery, aws: AwsServer, times: Times
) -> None:
    tried = try_once(leg, times)

    assert (tried.state, tried.error_kind) == ("retrying", "misconfigured")
    assert "NoSuchBucket" in tried.error


def test_an_unreachable_service_is_temporary_and_the_same_bytes_arrive_later(
    leg: Delivery, aws: AwsServer, bucket: Any, times: Times, settings: Any
) -> None:
    settings.AWS_ENDPOINT_URL = "http://127.0.0.1:1"
    first = try_once(leg, times)
    assert (first.state, first.error_kind) == ("retrying", "temporary")

    settings.AWS_ENDPOINT_URL = aws.url
    times.forward(timedelta(hours=1))
    sent = try_once(leg, times)

    assert sent.state == "sent"
    assert sent.payload_sha256 == first.payload_sha256
    data = bucket.get_object(Bucket=BUCKET, Key=f"incoming/{leg.pk}.pdf")["Body"].read()
    assert hashlib.sha256(data).hexdigest() == first.payload_sha256
