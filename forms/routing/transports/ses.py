"""Deliver by Amazon SES, version 2, as a raw message."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from forms.routing.destinations import FrozenDestination
from forms.routing.transports.aws import classified, client
from forms.routing.transports.base import Payload, Receipt
from forms.routing.transports.mail import compose, sender_address


class SesTransport:
    """Send the covering mail. Options of the destination: region, configuration_set."""

    def send(self, payload: Payload, destination: FrozenDestination) -> Receipt:
        options = destination.options
        message = compose(payload, destination)
        optional = (
            {"ConfigurationSetName": options["configuration_set"]} if options.get("configuration_set") else {}
        )
        try:
            answer = client("sesv2", options.get("region") or settings.AWS_REGION).send_email(
                FromEmailAddress=sender_address(),
                Destination={"ToAddresses": [destination.address]},
                Content={"Raw": {"Data": message.as_bytes()}},
                EmailTags=[{"Name": "delivery", "Value": str(payload.leg_id)}],
                **optional,
            )
        except (ClientError, BotoCoreError) as error:
            raise classified(error, service="Amazon SES") from error
        return Receipt(provider_id=str(answer["MessageId"]))
