"""What the drop-down lists of the editor offer. Callables, because kinds are registered at start-up."""

from __future__ import annotations

from directory.models import PATIENT_ROLE_CHOICES, Partner
from forms.definitions import conditions
from forms.definitions.checks import KINDS
from forms.definitions.kinds import all_kinds
from forms.definitions.pattern_records import NamedPattern
from forms.definitions.spec import (
    ALL,
    ANY,
    ANYONE,
    MEMBERS,
    PATIENTS,
    PROFESSIONALS,
    PUBLIC,
    SHARE,
    WHEN,
    WITHHOLD,
)

Choices = list[tuple[str, str]]

MATCHES: Choices = [(ALL, "All of these hold"), (ANY, "Any of these holds")]
OPERATORS: Choices = [
    (conditions.EQUALS, "is"),
    (conditions.NOT_EQUALS, "is not"),
    (conditions.ONE_OF, "is one of (separate values by commas)"),
    (conditions.CONTAINS, "has ticked"),
    (conditions.CONTAINS_WORDS, "contains the words"),
    (conditions.ANSWERED, "is answered"),
    (conditions.NOT_ANSWERED, "is not answered"),
    (conditions.BEFORE, "is before (date as 2027-01-31, time as 09:30)"),
    (conditions.AFTER, "is after (date as 2027-01-31, time as 09:30)"),
    (conditions.AT_LEAST, "is at least (number)"),
    (conditions.AT_MOST, "is at most (number)"),
]
CHECKS: Choices = [(name, kind.label) for name, kind in KINDS.items()]
DECISIONS: Choices = [
    ("", "Not decided yet"),
    (SHARE, "Share"),
    (WITHHOLD, "Withhold"),
    (WHEN, "Share when…"),
]
OPEN_TO: Choices = [
    (MEMBERS, "Members of an organisation, signed in"),
    (ANYONE, "Anyone, also without an account"),
]
READERS: Choices = [
    (PROFESSIONALS, "Healthcare professionals"),
    (PATIENTS, "Patients who have been prescribed the medicine"),
    (PUBLIC, "Everybody"),
]


def kind_choices() -> Choices:
    """Return the registered kinds of form."""
    return [(kind.key, kind.label) for kind in all_kinds()]


def audience_choices() -> Choices:
    """Return the audiences of every registered kind, each once."""
    return list({audience.key: audience.label for kind in all_kinds() for audience in kind.audiences}.items())


def role_choices() -> Choices:
    """Return the roles of partners that a form may be sent to."""
    return list(PATIENT_ROLE_CHOICES)


def desk_choices() -> Choices:
    """Return the desks that general forms may be sent to, by code, with the programme of each."""
    desks: dict[str, str] = {}
    rows = Partner.objects.filter(role=Partner.Role.DESK).order_by("name", "programme__name")
    for code, name, programme in rows.values_list("code", "name", "programme__name"):
        desks[code] = f"{desks[code]}, {programme}" if code in desks else f"{name}: {programme}"
    return list(desks.items())


def pattern_choices() -> Choices:
    """Return the named patterns, by key."""
    return list(NamedPattern.objects.values_list("key", "name"))
