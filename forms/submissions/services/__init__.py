"""Every write of this floor."""

from forms.submissions.services.drafts import (
    ChangedElsewhere,
    DraftClosed,
    NotTheOwner,
    StartRefused,
    UnknownStep,
    discard_draft,
    expire_drafts,
    note_refused,
    save_step,
    start_draft,
)
from forms.submissions.services.handing_over import NotAColleague, hand_over_draft
from forms.submissions.services.repeating import start_another
from forms.submissions.services.submitting import (
    AnswersInvalid,
    ChangedSinceChecked,
    FormClosed,
    ProbableDuplicate,
    VersionEnded,
    submit,
)
from forms.submissions.services.visiting import AlreadyBegun, start_visit

__all__ = [
    "AlreadyBegun",
    "AnswersInvalid",
    "ChangedElsewhere",
    "ChangedSinceChecked",
    "DraftClosed",
    "FormClosed",
    "NotAColleague",
    "NotTheOwner",
    "ProbableDuplicate",
    "StartRefused",
    "UnknownStep",
    "VersionEnded",
    "discard_draft",
    "expire_drafts",
    "hand_over_draft",
    "note_refused",
    "save_step",
    "start_another",
    "start_draft",
    "start_visit",
    "submit",
]
