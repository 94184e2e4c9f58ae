"""A sealed agreement reaches every party byte for byte, whatever protects registrations on the way there."""

from __future__ import annotations

import email
import email.policy
import hashlib
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from audit.trail import audited
from directory.models import Organisation, Partner
from forms.documents.models import Document
from forms.documents.services import create_document, read_pdf
from forms.routing.alarms import tell_office
from forms.routing.decisions import NOT_A_REGISTRATION
from forms.routing.legs import legs_of
from forms.routing.models import Delivery
from forms.routing.overview import trouble
from forms.routing.services import NotPossible, create_delivery, reroute
from tests import builders
from tests.integration.routing.aws_server import REGION, AwsServer
from tests.integration.routing.legs import REFERENCE, Times, content, try_once
from tests.integration.routing.mail_server import MailServer

pytestmark = pytest.mark.django_db
BUCKET = "sponsor-agreements"


class NeverAsked:
    """A gate that must not be asked: agreements are what it decides by."""

    def may_send(self, **_: Any) -> Any:
        raise AssertionError("The gate was asked about an agreement.")

    allowed_partners = may_send


@pytest.fixture(autouse=True)
def gate(settings: Any, inboxes: Path) -> None:
    settings.REGISTRATION_GATE = "tests.integration.routing.test_sealed_agreements.NeverAsked"


@pytest.fixture
def sponsor(organisation: Organisation) -> Partner:
    return builders.a_partner(
        organisation.programme, role="sponsor", code="sponsor", name="Example Pharma", available_from=None
    )


def an_agreement(
    organisation: Organisation, partner: Partner, *, now: datetime, **destination: Any
) -> Delivery:
    with audited(at=now):
        document = create_document(
            programme=organisation.programme,
            organisation=organisation,
            partner=partner,
            subject_id=uuid.uuid4(),
            reference=REFERENCE,
            audience="parties",
            content=content(recipient=partner.name),
            now=now,
            to_seal=True,
        )
        return create_delivery(
            document=document,
            destination=builders.a_destination(partner, now=now, **destination),
            gate_decision=NOT_A_REGISTRATION,
            now=now,
        )


def sealed_bytes(leg: Delivery) -> bytes:
    document = Document.objects.get(pk=leg.document_id)
    assert document.sealed
    data = read_pdf(document)
    assert data.startswith(b"%PDF")
    assert hashlib.sha256(data).hexdigest() == leg.payload_sha256 == document.sha256
    return data


def files_in(inboxes: Path) -> list[bytes]:
    return [path.read_bytes() for path in (inboxes / "sponsor").iterdir()]


def test_a_folder_receives_the_sealed_file_itself(
    organisation: Organisation, sponsor: Partner, inboxes: Path, times: Times
) -> None:
    sent = try_once(an_agreement(organisation, sponsor, now=times()), times)

    assert sent.state == "sent"
    assert files_in(inboxes) == [sealed_bytes(sent)]


def test_a_retry_carries_the_same_bytes(
    organisation: Organisation, sponsor: Partner, inboxes: Path, times: Times
) -> None:
    inboxes.mkdir()
    (inboxes / ".unfinished").write_text("in the way")
    first = try_once(an_agreement(organisation, sponsor, now=times()), times)
    assert first.state == "retrying"
    (inboxes / ".unfinished").unlink()
    times.forward(timedelta(hours=5))

    sent = try_once(first, times)

    assert (sent.state, sent.attempts) == ("sent", 2)
    assert sent.payload_sha256 == first.payload_sha256
    assert files_in(inboxes) == [sealed_bytes(sent)]


@pytest.mark.parametrize("accredited", [True, False])
def test_the_mail_carries_it_open_and_speaks_of_no_patient(
    organisation: Organisation, sponsor: Partner, mail_server: MailServer, times: Times, accredited: bool
) -> None:
    leg = an_agreement(
        organisation,
        sponsor,
        now=times(),
        transport="smtp",
        address="agreements@pharma.example",
        accredited_secure_mail=accredited,
    )
    mail_server.faults = ["451 Try again later"]
    assert try_once(leg, times).state == "retrying"
    times.forward(timedelta(hours=5))

    sent = try_once(leg, times)

    assert sent.state == "sent"
    message = email.message_from_bytes(mail_server.messages[0].content, policy=email.policy.default)
    (attachment,) = message.iter_attachments()
    assert attachment.get_payload(decode=True) == sealed_bytes(sent)
    assert message["Subject"] == f"ExampleCare: signed agreement {REFERENCE}"
    words = " ".join(message.get_body(("plain",)).get_content().split())
    assert "A signed agreement" in words
    assert not [wrong for wrong in ("patient", "passphrase") if wrong in words]


def test_the_bucket_receives_it_unchanged_at_every_try(
    organisation: Organisation, sponsor: Partner, aws: AwsServer, times: Times
) -> None:
    leg = an_agreement(
        organisation, sponsor, now=times(), transport="s3", address=BUCKET, options={"region": REGION}
    )
    assert try_once(leg, times).state == "retrying"
    bucket = aws.client("s3")
    bucket.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    times.forward(timedelta(hours=5))

    sent = try_once(leg, times)

    assert sent.state == "sent"
    stored = bucket.get_object(Bucket=BUCKET, Key=f"{leg.pk}.pdf")["Body"].read()
    assert stored == sealed_bytes(sent)


def test_a_destination_without_a_passphrase_receives_it(
    organisation: Organisation, sponsor: Partner, inboxes: Path, times: Times
) -> None:
    sent = try_once(an_agreement(organisation, sponsor, now=times(), passphrase=""), times)

    assert files_in(inboxes) == [sealed_bytes(sent)]


def test_the_leg_says_that_the_gate_was_not_asked(
    organisation: Organisation, sponsor: Partner, times: Times
) -> None:
    sent = try_once(an_agreement(organisation, sponsor, now=times()), times)

    assert [(one["allowed"], one["reason"]) for one in sent.gate_decisions] == [
        (True, "Not a registration: the gate was not asked.")
    ] * 2


def test_a_seal_that_cannot_be_made_is_tried_again_and_nothing_leaves(
    organisation: Organisation, sponsor: Partner, inboxes: Path, times: Times, settings: Any
) -> None:
    # Nobody listens there.
    settings.SEAL_TIMESTAMP_URL = "http://127.0.0.1:9/"
    waiting = try_once(an_agreement(organisation, sponsor, now=times()), times)

    assert (waiting.state, waiting.error_kind) == ("retrying", "temporary")
    assert waiting.error.startswith("The PDF could not be sealed")
    assert not inboxes.exists()

    settings.SEAL_TIMESTAMP_URL = ""
    times.forward(timedelta(hours=5))
    sent = try_once(waiting, times)

    assert files_in(inboxes) == [sealed_bytes(sent)]


def test_an_agreement_goes_to_its_own_parties_only(
    organisation: Organisation, sponsor: Partner, times: Times
) -> None:
    other = builders.a_partner(organisation.programme, role="sponsor", code="other-sponsor")
    operator = builders.a_user(email="op@programme.invalid", name="Op Erator")
    leg = an_agreement(organisation, sponsor, now=times())

    with pytest.raises(NotPossible, match="its own parties only"):
        reroute(delivery=leg, partner=other, by=operator, now=times(), reason="A slip")

    assert Delivery.objects.get().state == "queued"


def test_it_is_sent_again_to_the_same_party(
    organisation: Organisation, sponsor: Partner, inboxes: Path, times: Times
) -> None:
    operator = builders.a_user(email="op@programme.invalid", name="Op Erator")
    first = try_once(an_agreement(organisation, sponsor, now=times()), times)

    again = reroute(delivery=first, partner=sponsor, by=operator, now=times(), reason="They lost it")
    sent = try_once(again, times)

    assert sent.state == "sent"
    assert files_in(inboxes) == [sealed_bytes(sent)] * 2
    # Nobody is asked to destroy a copy of their own agreement.
    earlier, later = legs_of(first.subject_id)
    assert earlier.explanation == "The agreement was handed over to Example Pharma, then sent again."
    assert later.state == "sent"
    assert trouble(now=times()).to_destroy == 0
    assert tell_office(now=times()) == 0


def test_the_legs_are_listed_under_the_sponsor(
    organisation: Organisation, sponsor: Partner, times: Times
) -> None:
    leg = an_agreement(organisation, sponsor, now=times())

    (shown,) = legs_of(leg.subject_id)

    assert (shown.partner, shown.audience) == ("Example Pharma", "The parties to the agreement")
    assert shown.explanation == "The document is waiting to be sent to Example Pharma."
