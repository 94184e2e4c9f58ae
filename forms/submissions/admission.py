"""Say whether an organisation may start a form at all, before anybody types a word."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings

from directory.models import Organisation
from directory.services import partners_on
from forms.definitions.spec import FormSpec
from forms.routing.gate import gate
from forms.submissions.refusals import Refusal, refusals_of
from forms.submissions.surroundings import desks_for
from programme.models import SafetyRecord

PLACEHOLDERS = (
    "The programme's safety information is not complete yet, so nothing can be registered. "
    "Ask your programme contact."
)
NOT_COMPLETE = "The programme’s safety information is not complete yet, so nothing can be sent."


def reasons_to_refuse(*, spec: FormSpec, organisation: Organisation, on: date) -> tuple[Refusal, ...]:
    """Return why this organisation cannot start, each reason once; empty when it may.

    A form that is sent to nobody asks neither for safety texts nor the gate, and one to a desk not the latter.
    """
    if not organisation.is_open:
        return (Refusal(f"{organisation.name} is recorded as closed. Ask your programme contact."),)
    if not spec.routes:
        return ()
    if safety_incomplete(organisation.programme_id):
        return (Refusal(PLACEHOLDERS),)
    roles = {route.role for route in spec.routes if not route.partner_code}
    if _desk_open(spec, organisation.programme_id, on):
        return ()
    return _refused_by_gate(organisation, roles, on)


def reasons_to_refuse_visitors(*, spec: FormSpec, programme_id: UUID, on: date) -> tuple[Refusal, ...]:
    """Return why a visitor cannot start an open form, each reason once; empty when visitors may."""
    if spec.routes and safety_incomplete(programme_id):
        return (Refusal(NOT_COMPLETE),)
    if spec.routes and not _desk_open(spec, programme_id, on):
        return (Refusal("Nobody takes this form today. Nothing can be sent."),)
    return ()


def _desk_open(spec: FormSpec, programme_id: UUID, on: date) -> bool:
    wanted = {route.partner_code for route in spec.routes if route.partner_code}
    return any(desk.code in wanted for desk in desks_for(spec, programme_id, on))


def _refused_by_gate(organisation: Organisation, roles: set[str], on: date) -> tuple[Refusal, ...]:
    on_offer = partners_on(programme_id=organisation.programme_id, on=on)
    partners = tuple(partner for partner in on_offer if partner.role in roles)
    if not partners:
        return (
            Refusal("No service of the programme takes registrations today. Ask your programme contact."),
        )
    if gate().allowed_partners(organisation=organisation, partners=partners, on=on):
        return ()
    decisions = (gate().may_send(organisation=organisation, partner=one, on=on) for one in partners)
    unknown = f"{organisation.name} may not register today. Ask your programme contact."
    said = {one.reason: one for decision in decisions for one in refusals_of(decision) if one.reason}
    return tuple(said.values()) or (Refusal(unknown),)


def safety_incomplete(programme_id: UUID) -> bool:
    """Say whether a safety record is missing or a placeholder where those are refused."""
    if not settings.REFUSE_PLACEHOLDERS:
        return False
    records = SafetyRecord.objects.filter(programme_id=programme_id).values_list("kind", "is_placeholder")
    kinds = {kind for kind, _ in records}
    return kinds != set(SafetyRecord.Kind.values) or any(placeholder for _, placeholder in records)
