"""The kind of form that asks whatever its editors like and sends it to nobody."""

from __future__ import annotations

from forms.definitions.kinds import FormKind
from forms.definitions.spec import AudienceSpec
from forms.submissions.legs import TEAM


class GeneralForm(FormKind):
    """A form without rules of its own and without patients: stored, with a copy for the team."""

    key = "general"
    label = "General form"
    audiences = (AudienceSpec(TEAM, "MS team's own copy"),)
