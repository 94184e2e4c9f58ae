"""Mail invitations."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from accounts.invitations import Invited


def send(invited: Invited, *, link: str) -> None:
    """Mail an invitation, outside any transaction; mail errors are the caller's to report."""
    invitation = invited.invitation
    values = {
        "invitation": invitation,
        "body": invitation.body,
        "inviter": invitation.invited_by,
        "link": link,
        "site_name": settings.SITE_NAME,
    }
    message = EmailMultiAlternatives(
        # One line, whatever a name holds: a line break would end the header.
        subject=" ".join(render_to_string("accounts/email/invitation-subject.txt", values).split()),
        body=render_to_string("accounts/email/invitation-body.txt", values),
        to=[invitation.email],
    )
    message.attach_alternative(render_to_string("accounts/email/invitation-body.html", values), "text/html")
    message.send()
