"""What the pages of a draft call things for somebody without an account."""

from __future__ import annotations

from forms.definitions.words import KindWords

WORDS = KindWords(
    home="Start of the form",
    back_home="Back to the start of the form",
    go_home="Go to the start of the form",
    save="Continue",
    later="",
    come_back="",
    delete="Delete my answers",
    declaration=(
        "By sending you confirm that the answers above are right and name no patient. "
        "Once sent, they cannot be changed here."
    ),
    saved="Your answers are kept in this browser until {until}.",
    was_deleted=(
        "Your answers were deleted",
        "Nothing was sent. Start again if the form is still needed.",
    ),
    was_expired=(
        "Your answers have expired",
        "Without an account they are kept for a day only, and were erased. Start again.",
    ),
)
