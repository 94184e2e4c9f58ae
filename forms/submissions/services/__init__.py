"""Every write of this floor."""

from forms.submissions.services.drafts import (
    ChangedElsewhere,
    DraftClosed,
    NotAColleague,
    NotTheOwner,
    StartRefused,
    UnknownStep,
    discard_draft,
    expire_drafts,
    hand_over_draft,
    save_step,
    start_draft,
)
from forms.submissions.services.submitting import (
    AnswersInvalid,
    ChangedSinceChecked,
    ProbableDuplicate,
    submit,
)

__all__ = [
    "AnswersInvalid",
    "ChangedElsewhere",
    "ChangedSinceChecked",
    "DraftClosed",
    "NotAColleague",
    "NotTheOwner",
    "ProbableDuplicate",
    "StartRefused",
    "UnknownStep",
    "discard_draft",
    "expire_drafts",
    "hand_over_draft",
    "save_step",
    "start_draft",
    "submit",
]
