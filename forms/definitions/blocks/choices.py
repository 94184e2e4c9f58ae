"""What the drop-down lists of the editor offer. Callables, because kinds are registered at start-up."""

from __future__ import annotations

from directory.models import PATIENT_ROLE_CHOICES
from forms.definitions import conditions
from forms.definitions.kinds import all_kinds
from forms.definitions.spec import ALL, ANY, SHARE, WHEN, WITHHOLD

Choices = list[tuple[str, str]]

MATCHES: Choices = [(ALL, "All of these hold"), (ANY, "Any of these holds")]
OPERATORS: Choices = [
    (conditions.EQUALS, "is"),
    (conditions.NOT_EQUALS, "is not"),
    (conditions.ONE_OF, "is one of (separate values by commas)"),
    (conditions.CONTAINS, "has ticked"),
    (conditions.ANSWERED, "is answered"),
    (conditions.NOT_ANSWERED, "is not answered"),
    (conditions.BEFORE, "is before (date as 2027-01-31)"),
    (conditions.AFTER, "is after (date as 2027-01-31)"),
]
DECISIONS: Choices = [
    ("", "Not decided yet"),
    (SHARE, "Share"),
    (WITHHOLD, "Withhold"),
    (WHEN, "Share when…"),
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
