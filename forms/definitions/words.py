"""What the pages of a form call things; a kind that is no registration brings words of its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KindWords:
    """The sentences of the pages of a draft that depend on what is sent, and to whom.

    `saved` says {until} where the date stands. Pairs are a title and its explanation.
    """

    home: str = "My registrations"
    # A draft in its owner's list before it says whom it is about.
    unnamed: str = "No name yet"
    to_hand: str = "Have the patient’s details to hand."
    begun_for: str = "You are registering for"
    which_organisation: str = "Which organisation do you register for?"
    another: str = "Another one begins with your team’s details only. Nothing about the patient is copied."
    back_home: str = "Back to my registrations"
    go_home: str = "Go to My registrations"
    last_step: str = "Check and send"
    check_heading: str = "Check your answers before you send them"
    go_to_send: str = "Go to send"
    nothing_sent: str = "Nothing has been sent yet"
    changed: str = "Nothing has been sent. Look through the answers below as they are now, then send them."
    may_send: str = "You can send the form if this is right."
    declaration: str = (
        "By sending you confirm that your declaration and signature cover the answers above. "
        "Once sent, a registration cannot be changed here."
    )
    send: str = "Send"
    # The buttons of a page; without words there is no such button or link.
    save: str = "Save and continue"
    later: str = "Save and come back later"
    come_back: str = "Come back later"
    delete: str = ""
    saved: str = "Your answers are saved. You can come back to them until {until}."
    newer_version: str = (
        "A newer version of this form has been published since you started. "
        "You can finish and send this one as it is."
    )
    was_sent: tuple[str, str] = (
        "This form was sent already",
        "Sending it again is not needed, and it cannot be changed any more.",
    )
    was_deleted: tuple[str, str] = (
        "This draft was deleted",
        "Its answers were erased. Start a new one if the form is still needed.",
    )
    was_expired: tuple[str, str] = (
        "This draft has expired",
        "Drafts are kept for a limited time only, and its answers were erased. Start a new one.",
    )
