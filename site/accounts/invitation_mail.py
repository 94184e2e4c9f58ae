"""Mail invitations."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from accounts.invitations import Invited
from accounts.mail_context import sender_of


def send(invited: Invited, *, link: str) -> None:
    """Mail an invitation, outside any transaction; mail errors are the caller's to report."""
    invitation = invited.invitation
    sender = sender_of(getattr(invitation.body, "programme", None))
    values = {
        "invitation": invitation,
        "body": invitation.body,
        "inviter": invitation.invited_by,
        "link": link,
        "programme": sender,
        "contact": sender.contact,
    }
    message = EmailMultiAlternatives(
        # One line, whatever a name holds: a line break would end the header.
        subject=" ".join(render_to_string("accounts/email/invitation-subject.txt", values).split()),
        body=render_to_string("accounts/email/invitation-body.txt", values),
        to=[invitation.email],
    )
    message.attach_alternative(render_to_string("accounts/email/invitation-body.html", values), "text/html")
    message.send()
