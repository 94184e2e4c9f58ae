"""Servers on loopback that speak the real protocols, legs to send, and who hears of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from directory.models import Organisation, Partner
from forms.routing.gate import GateDecision
from forms.routing.listeners import forget, on_settled
from forms.routing.models import Delivery
from tests.integration.routing.aws_server import AwsServer
from tests.integration.routing.legs import Times, a_leg
from tests.integration.routing.mail_server import MailServer
from tests.integration.routing.office import OFFICE


@pytest.fixture
def times(now: datetime) -> Times:
    return Times(now)


@pytest.fixture
def inboxes(tmp_path: Path, settings: Any) -> Path:
    settings.DELIVERY_INBOX_DIR = tmp_path / "inboxes"
    return tmp_path / "inboxes"


@pytest.fixture
def leg(organisation: Organisation, homecare_provider: Partner, inboxes: Path, now: datetime) -> Delivery:
    return a_leg(organisation, homecare_provider, now=now)


@pytest.fixture
def held(organisation: Organisation, nurse_service: Partner, now: datetime) -> Delivery:
    """A leg that the gate refused when it was submitted."""
    return a_leg(organisation, nurse_service, now=now, decision=GateDecision(False, "Not signed."))


@pytest.fixture
def told() -> Iterator[list[uuid.UUID]]:
    """The subjects whose legs were said to be settled, in this order."""
    heard: list[uuid.UUID] = []

    def listener(subject_id: uuid.UUID, now: datetime) -> None:
        heard.append(subject_id)

    on_settled(listener)
    yield heard
    forget(listener)


@pytest.fixture
def office(settings: Any) -> None:
    """The address of the programme office, and of the admin that its mails lead to."""
    settings.DELIVERY_CONTACT_EMAIL = OFFICE
    settings.DEFAULT_FROM_EMAIL = "Programme <no-reply@programme.example>"
    settings.WAGTAILADMIN_BASE_URL = "https://programme.example/"


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def mail_server(
    authority: trustme.CA, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MailServer]:
    """A relay with STARTTLS and sign-in, whose authority this process trusts."""
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    server = MailServer(authority)
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", server.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = server.USER, server.PASSWORD
    settings.EMAIL_TIMEOUT = 2
    yield server
    server.stop()


@pytest.fixture(scope="session")
def aws_process() -> Iterator[AwsServer]:
    server = AwsServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def aws(aws_process: AwsServer, settings: Any, monkeypatch: pytest.MonkeyPatch) -> AwsServer:
    """S3 and SES, emptied, with credentials that this server takes."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    settings.AWS_ENDPOINT_URL = aws_process.url
    aws_process.reset()
    return aws_process
