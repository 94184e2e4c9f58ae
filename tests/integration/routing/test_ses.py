"""Mail through SES, by the wire protocol."""

from __future__ import annotations

import email
import email.policy
from typing import Any

import pytest

from directory.models import Organisation, Partner
from forms.routing.models import Delivery
from tests.integration.routing.aws_server import AwsServer
from tests.integration.routing.legs import REFERENCE, Times, a_leg, try_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def leg(organisation: Organisation, homecare_provider: Partner, times: Times) -> Delivery:
    return a_leg(
        organisation,
        homecare_provider,
        now=times(),
        destination={"transport": "ses", "address": "registrations@homecare.example"},
    )


def test_a_leg_arrives_as_a_raw_message(leg: Delivery, aws: AwsServer, times: Times, settings: Any) -> None:
    aws.client("sesv2").create_email_identity(EmailIdentity=settings.DEFAULT_FROM_EMAIL)

    sent = try_once(leg, times)

    assert sent.state == "sent"
    (taken,) = aws.sent_mail
    assert sent.provider_id == taken.id
    message = email.message_from_string(taken.raw_data, policy=email.policy.default)
    assert message["Subject"] == f"ExampleCare: document {REFERENCE}"
    assert message["X-Delivery-ID"] == str(leg.pk)
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == f"{REFERENCE}.pdf"


def test_a_sender_that_is_not_verified_waits_for_somebody_to_correct_it(
    leg: Delivery, aws: AwsServer, times: Times
) -> None:
    tried = try_once(leg, times)

    assert (tried.state, tried.error_kind) == ("retrying", "misconfigured")
    assert "MessageRejected" in tried.error
    assert aws.sent_mail == []


def test_an_unreachable_service_is_temporary(
    leg: Delivery, aws: AwsServer, times: Times, settings: Any
) -> None:
    settings.AWS_ENDPOINT_URL = "http://127.0.0.1:1"

    assert try_once(leg, times).error_kind == "temporary"
