"""What every refusal of this floor is: expected, and worded for the person whom it meets."""

from __future__ import annotations


class AgreementRefused(Exception):
    """An action on an agreement is not possible; the message says what happened and what to do."""


class Closed(AgreementRefused):
    """The agreement is not at the stage that the action needs."""


class DatesOutOfOrder(AgreementRefused):
    """The dates given do not fit each other, today or the agreement."""
