"""The marked programme with a recipient on every transport, all on loopback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.integration.disclosure.receiving import (
    BUCKET,
    Registered,
    load_marked_programme,
    register_marked,
    use_every_transport,
)
from tests.integration.disclosure.sheet import Scenario
from tests.integration.routing.aws_server import REGION, AwsServer
from tests.integration.routing.conftest import authority, aws, aws_process, mail_server  # noqa: F401
from tests.integration.routing.mail_server import MailServer
from tests.signing_in import SignedInClient

Registering = Callable[..., Registered]


@pytest.fixture
def registering(
    db: None,
    tmp_path: Path,
    settings: Any,
    mail_server: MailServer,  # noqa: F811
    aws: AwsServer,  # noqa: F811
) -> Registering:
    """Return `registering(scenario, change=…)`: load, register, deliver, collect."""
    settings.DELIVERY_INBOX_DIR = tmp_path / "inboxes"
    aws.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})

    def run(scenario: Scenario, change: Callable[[Any], object] = lambda data: None) -> Registered:
        now = timezone.now()
        load_marked_programme(now=now, change=change)
        use_every_transport(now=now)
        return register_marked(
            SignedInClient(), scenario, inboxes=tmp_path / "inboxes", relay=mail_server, aws=aws
        )

    return run
