"""Legs to send in tests, made through the services as the product makes them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from audit.trail import audited
from directory.models import Organisation, Partner
from forms.documents.content import DocumentContent, Notice, Row, Section
from forms.documents.models import Document
from forms.documents.services import create_document
from forms.routing.gate import GateDecision
from forms.routing.models import Delivery
from forms.routing.pipeline import send_leg
from forms.routing.services import create_delivery
from forms.routing.tasks import enqueue_delivery
from tests import builders

REFERENCE = "EC-7K3M-2QXA"
PATIENT = "Quillon Testperson"
ALLOWED = GateDecision(True)


def content(**values: Any) -> DocumentContent:
    return DocumentContent(
        **{
            "title": "Patient registration",
            "programme": "ExampleCare",
            "product": "EXAMPLEX (examplumab)",
            "black_triangle": False,
            "company_role": "ExampleCare is developed and funded by Example Pharma Limited.",
            "reference": REFERENCE,
            "form_title": "Patient registration",
            "form_version": 1,
            "recipient": "Homecare One",
            "audience": "homecare",
            "submitted_on": "4 January 2027",
            "submitted_at": "2027-01-04T09:30:00+00:00",
            "sections": (Section("Patient", (Row("Name", (PATIENT,)),)),),
            "notices": (Notice("statement", "Not a prescription", ("This is not a prescription.",)),),
            **values,
        }
    )


def a_document(organisation: Organisation, partner: Partner, *, now: datetime, **values: Any) -> Document:
    with audited(at=now):
        return create_document(
            programme=organisation.programme,
            organisation=organisation,
            partner=partner,
            subject_id=values.pop("subject_id", None) or uuid.uuid4(),
            reference=values.pop("reference", REFERENCE),
            audience=partner.role,
            content=content(**values),
            now=now,
        )


def a_leg(
    organisation: Organisation,
    partner: Partner,
    *,
    now: datetime,
    decision: GateDecision = ALLOWED,
    destination: dict[str, Any] | None = None,
    **values: Any,
) -> Delivery:
    """A leg of its own subject, to a destination made for it."""
    document = a_document(organisation, partner, now=now, **values)
    with audited(at=now):
        return create_delivery(
            document=document,
            destination=builders.a_destination(partner, now=now, **(destination or {})),
            gate_decision=decision,
            now=now,
        )


class Times:
    """A clock that a test sets forward."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def forward(self, step: timedelta) -> None:
        self.now += step


def most(low: float, high: float) -> float:
    """The longest delay that the jitter may choose."""
    return high


def try_once(leg: Delivery, times: Times) -> Delivery:
    """Let a worker try a leg, and return the leg as it is afterwards."""
    send_leg(delivery_id=leg.pk, clock=times, schedule=enqueue_delivery, uniform=most)
    return Delivery.objects.select_related("partner").get(pk=leg.pk)


def fails(leg: Delivery, times: Times) -> Delivery:
    """Let a leg fail for good at its next try: what was stored for it does not open."""
    Delivery.objects.filter(pk=leg.pk).update(destination_sealed=b"broken")
    return try_once(leg, times)
