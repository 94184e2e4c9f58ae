"""The kind of form that asks whatever its editors like and is about no patient."""

from __future__ import annotations

from forms.definitions.kinds import FormKind, SubmittedEvent
from forms.definitions.spec import AudienceSpec
from forms.definitions.words import KindWords
from forms.registration.tasks import open_safety_task
from forms.submissions.legs import TEAM

DESK = "desk"
WORDS = KindWords(
    unnamed="Your draft",
    to_hand="",
    begun_for="You are filling it in for",
    which_organisation="Which organisation do you fill it in for?",
    another="Another one begins with your team’s details only. Other answers are not copied.",
    declaration="Once sent, the form cannot be changed here.",
)


class GeneralForm(FormKind):
    """A form without rules of its own and without patients: for members or anyone, to desks or to nobody.

    Free text may still tell of an adverse event: then drug safety is told, as the notice beside it says.
    """

    key = "general"
    label = "General form"
    audiences = (AudienceSpec(TEAM, "MS team's own copy"), AudienceSpec(DESK, "Desk"))
    routed_only = frozenset({DESK})
    holds_patients = False
    words = WORDS

    def submitted(self, event: SubmittedEvent) -> None:
        open_safety_task(event)
