"""What a form that is tried would send: to whom, why, and what the document says. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from directory.models import Organisation, Partner
from directory.services import destinations_for
from forms.definitions.changes.wording import route_in_words, rule_in_words
from forms.definitions.conditions import applies
from forms.definitions.kinds import FormKind, Supplement, kind_of
from forms.definitions.path import AppliedForm
from forms.definitions.spec import ALWAYS, AudienceSpec, FormSpec, RouteSpec
from forms.documents.assembly import build_content
from forms.documents.content import DocumentContent
from forms.routing.gate import gate
from forms.submissions.legs import TEAM, NoDestination, Recipient, recipients_of
from forms.submissions.surroundings import Offer
from programme.models import Programme, SafetyRecord
from rows import rows_where

MARKING = "TEST"
GATE_ALLOWS = "{organisation} could send this today: its agreements are in force."
DESK_TAKES = "{organisation} could send this today: what goes to a desk needs no agreement."
GATE_REFUSES = "Today it would be refused to {organisation}: {reason}"
NOBODY_YET = "The programme has no partner of this kind today: a made-up one stands here."
NO_ADDRESS = "{partner} has no approved address in force today, so nothing could be sent to it yet."


@dataclass(frozen=True, slots=True)
class Leg:
    """One document that would have been made: for whom, by which route and why, and what stands in its way."""

    audience: AudienceSpec
    recipient: str
    route: str
    reason: str
    obstacles: tuple[str, ...] = ()
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that sending would have made; `refused` says why nothing would, `unsent` which routes did not apply."""

    legs: tuple[Leg, ...]
    unsent: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A form with answers, and what surrounds it: all that its documents are made of."""

    spec: FormSpec
    applied: AppliedForm
    programme: Programme
    organisation: Organisation
    offer: Offer
    at: datetime
    version_number: int = 1
    # Whether the kind may be asked what follows from the answers: it relies on what publishing checks.
    follows_rules: bool = True

    @property
    def kind(self) -> FormKind:
        """Return the kind of the form."""
        return kind_of(self.spec.kind)

    @property
    def supplements(self) -> tuple[Supplement, ...]:
        """Return what follows from the answers."""
        if not self.follows_rules:
            return ()
        return self.kind.supplements(self.spec, self.applied.answers, self.programme)


def outcome_of(answered: Answered, *, on: date) -> Outcome:
    """Return what sending would make, with what the gate and the addresses would say to it on a day."""
    spec, applied = answered.spec, answered.applied
    unsent = tuple(
        f"Not sent: {route_in_words(route, spec)}."
        for route in spec.routes
        if not applies(route.show_when, applied.facts)
    )
    try:
        recipients = recipients_of(spec, applied, answered.offer)
    except NoDestination as error:
        return Outcome(_own(answered), unsent, refused=str(error))
    legs = tuple(_leg(answered, one, recipients, on) for one in recipients)
    return Outcome(legs + _own(answered), unsent)


def content_for(answered: Answered, audience: str, recipient: str) -> DocumentContent:
    """Return what the document of an audience says, marked as a test on every page."""
    programme = answered.programme
    content = build_content(
        spec=answered.spec,
        applied=answered.applied,
        audience=audience,
        recipient=recipient,
        programme=programme,
        safety_records=rows_where(SafetyRecord, "programme", programme.pk),
        reference=f"{programme.reference_prefix}-{MARKING}",
        form_version=answered.version_number,
        submitted_at=answered.at,
        supplements=answered.supplements,
        marking=MARKING,
        running=answered.kind.running,
        summary=answered.kind.summary,
        holds_patients=answered.kind.holds_patients,
    )
    # It names the files that would come with it; made-up ones have no bytes to attach.
    return replace(content, attachments=())


def _own(answered: Answered) -> tuple[Leg, ...]:
    name = answered.organisation.name
    return tuple(
        Leg(audience, name, "Kept here for the team to download", "The team always keeps its own copy.")
        for audience in answered.spec.audiences
        if audience.key == TEAM
    )


def _leg(answered: Answered, one: Recipient, recipients: tuple[Recipient, ...], on: date) -> Leg:
    spec = answered.spec
    route = _route_of(answered, one)
    always = not route.show_when.conditions
    reason = "This route always applies." if always else f"Sent {rule_in_words(route.show_when, spec)}."
    sent = route_in_words(replace(route, show_when=ALWAYS), spec)
    obstacles, explanation = _as_things_are(answered, one, recipients, on)
    return Leg(one.audience, one.partner.name, f"Send {sent}", reason, obstacles, explanation)


def _route_of(answered: Answered, one: Recipient) -> RouteSpec:
    return next(
        route
        for route in answered.spec.routes
        if route.audience == one.audience.key
        and applies(route.show_when, answered.applied.facts)
        and route.role in ("", one.partner.role)
        and route.partner_code in ("", one.partner.code)
    )


def _as_things_are(
    answered: Answered, one: Recipient, recipients: tuple[Recipient, ...], on: date
) -> tuple[tuple[str, ...], str]:
    """Return what would stand in the way today, and what the gate says: a trial passes it, a team does not."""
    partner, organisation = one.partner, answered.organisation
    if partner._state.adding:
        return (NOBODY_YET,), ""
    obstacles: tuple[str, ...] = ()
    if partner.pk not in destinations_for(partners=[partner], on=on):
        obstacles = (NO_ADDRESS.format(partner=partner.name),)
    if organisation._state.adding and partner.role != Partner.Role.DESK:
        return obstacles, "Before a team sends this, the agreements of its organisation must be in force."
    together = frozenset(each.partner.role for each in recipients)
    decision = gate().may_send(
        organisation=organisation,
        partner=partner,
        on=on,
        together=together,
        holds_patients=answered.kind.holds_patients,
    )
    if decision.allowed:
        allows = DESK_TAKES if partner.role == Partner.Role.DESK else GATE_ALLOWS
        return obstacles, allows.format(organisation=organisation.name)
    refused = GATE_REFUSES.format(organisation=organisation.name, reason=decision.reason)
    return (*obstacles, refused), ""
