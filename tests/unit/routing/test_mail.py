from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from forms.routing.destinations import FrozenDestination
from forms.routing.transports.base import Payload
from forms.routing.transports.mail import compose

DATA = b"%PDF-1.7 sealed"
PAYLOAD = Payload(
    leg_id=uuid.UUID(int=7),
    reference="EC-7K3M-2QXA",
    data=DATA,
    sha256=hashlib.sha256(DATA).hexdigest(),
    encrypted=True,
    created_at=datetime(2027, 1, 4, 9, 30, tzinfo=UTC),
)
DESTINATION = FrozenDestination(
    "", "smtp", "registrations@homecare.example", accredited_secure_mail=False, programme="ExampleCare"
)


def test_composing_twice_gives_the_same_bytes() -> None:
    assert compose(PAYLOAD, DESTINATION).as_bytes() == compose(PAYLOAD, DESTINATION).as_bytes()


def test_the_mail_says_what_it_is_and_whom_to_contact(settings: Any) -> None:
    settings.DELIVERY_CONTACT_EMAIL = "office@programme.example"

    message = compose(PAYLOAD, DESTINATION)

    assert message["Subject"] == "ExampleCare: document EC-7K3M-2QXA"
    assert message["Reply-To"] == "office@programme.example"
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        words = " ".join(body.get_content().split())
        assert "agreed with you" in words
        assert "office@programme.example" in words
        assert "EC-7K3M-2QXA.pdf" in words
        assert "not a prescription" in words


def test_a_signed_agreement_is_called_one_and_speaks_of_no_patient_or_passphrase() -> None:
    message = compose(replace(PAYLOAD, encrypted=False, sealed=True), DESTINATION)

    assert message["Subject"] == "ExampleCare: signed agreement EC-7K3M-2QXA"
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        words = " ".join(body.get_content().split())
        assert "A signed agreement" in words
        assert "keep the file as it is" in words
        for wrong in ("patient", "passphrase", "prescription", "secure mail"):
            assert wrong not in words


def test_what_an_editor_names_the_programme_is_escaped_in_html() -> None:
    odd = FrozenDestination(
        "", "smtp", "a@homecare.example", accredited_secure_mail=False, programme="<b>Care & More</b>"
    )

    body = compose(PAYLOAD, odd).get_body(("html",))

    assert body is not None
    assert "&lt;b&gt;Care &amp; More&lt;/b&gt;" in body.get_content()
