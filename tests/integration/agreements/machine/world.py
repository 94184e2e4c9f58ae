"""Who takes part in the random sequences, and what must not change when they are refused."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from accounts.models import Invitation, Membership, User
from agreements.models import Agreement, Notice, Signature, SigningRequest
from audit.models import AuditEvent
from directory.models import Organisation
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.submissions.models import Draft, Submission
from tests import builders
from tests.agreeing import Parties

HARBOUR, MARRAM = "harbour", "marram"
TEAMS = {HARBOUR: ("preparer", "colleague"), MARRAM: ("stranger",)}
SIGNATORIES = {HARBOUR: ("signatory", "second_signatory"), MARRAM: ("stranger",)}
COMPANIES = ("sponsor", "nurse", "homecare", "other_homecare")
OFFICE = ("office", "second_office")
PEOPLE = ("preparer", "colleague", "signatory", "second_signatory", "stranger", *COMPANIES, *OFFICE)
TABLES: tuple[type[models.Model], ...] = (
    Agreement, SigningRequest, Signature, Notice, Document, Delivery, Draft, Submission, Invitation, Membership,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """Two organisations, their counterparties and everybody by a short name."""

    who: Parties
    marram: Organisation
    ids: dict[str, object]
    start: datetime

    def person(self, name: str) -> User:
        """Return a person as a new request finds them."""
        return User.objects.get(pk=self.ids[name])

    def organisation(self, name: str) -> Organisation:
        """Return an organisation as it is now."""
        return Organisation.objects.get(pk=(self.who.organisation if name == HARBOUR else self.marram).pk)

    def name_of(self, organisation_id: object) -> str:
        """Return the short name of an organisation."""
        return HARBOUR if organisation_id == self.who.organisation.pk else MARRAM


def build_world(who: Parties, *, now: datetime) -> World:
    """Add a second signatory and colleague, a second provider, and another organisation to the parties."""
    marram = builders.an_organisation(
        who.programme, ods_code="ZZ009", name="Marram Coast Hospitals NHS Trust"
    )
    other = builders.a_partner(who.programme, role="homecare", code="homecare-two")
    person_of_other = builders.a_user(email="counter@other.invalid", name="Oda Other")
    Membership.objects.create(user=person_of_other, partner=other, started_at=now)
    second = builders.a_member(
        who.organisation,
        now=now,
        email="second-signatory@harbour.invalid",
        name="Sam Second",
        role="signatory",
    )
    people = {
        "preparer": who.preparer,
        "colleague": builders.a_member(who.organisation, now=now, email="colleague@harbour.invalid"),
        "signatory": who.signatory,
        "second_signatory": second,
        "stranger": builders.a_member(marram, now=now, email="stranger@marram.invalid", name="Sol Stranger"),
        "other_homecare": person_of_other,
        "office": who.office,
        "second_office": who.second_office,
        **who.countersigners,
    }
    return World(who, marram, {name: person.pk for name, person in people.items()}, now)


def rows_digest() -> str:
    """Return a hash of every row that an action on agreements may touch."""
    digest = hashlib.sha256()
    for model in TABLES:
        for row in model._default_manager.order_by("pk").values_list():
            digest.update(repr(row).encode())
    return digest.hexdigest()


def trail_digest() -> str:
    """Return the last link of the audit trail."""
    last = AuditEvent.objects.order_by("-sequence").first()
    return last.sha256 if last else ""
