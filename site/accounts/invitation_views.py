"""Invite people in the admin, send an invitation again, withdraw it."""

from __future__ import annotations

import logging
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.mail import BadHeaderError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.invitation_mail import send
from accounts.invitations import InvitationSettled, Invited, invite, revoke
from accounts.models import Invitation
from accounts.people_views import acting
from accounts.rights import RightsRefused
from programme.addresses import address_on
from programme.viewsets import RecordView, ServiceCreateView, post_action

log = logging.getLogger(__name__)


class InviteView(ServiceCreateView):
    """Invite somebody: the invitation is saved first, then mailed."""

    success_message = None
    refusals = (RightsRefused,)

    def save(self, instance: Invitation, *, by: Any, now: datetime) -> Invitation:
        values = self.form.cleaned_data
        self.invited = invite(
            email=values["email"],
            organisation=values["organisation"],
            partner=values["partner"],
            group=values["group"],
            role=values["role"],
            by=by,
            now=now,
        )
        return self.invited.invitation

    def save_action(self) -> HttpResponse:
        mail(self.request, self.invited)
        response: HttpResponse = super().save_action()
        return response


def _link(invitation: Invitation, path: str) -> str:
    """Return where an invitation is taken: on the programme's own site, or for the admin where that is."""
    place = invitation.organisation or invitation.partner
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    return address_on(place.programme, path) if place is not None else f"{base}{path}"


def mail(request: HttpRequest, invited: Invited) -> None:
    """Mail an invitation, and say whether the mail server took it."""
    path_ = reverse("accounts:invitation", args=[invited.token])
    try:
        send(invited, link=_link(invited.invitation, path_))
    except (SMTPException, OSError, BadHeaderError):
        log.exception("Invitation %s was not mailed", invited.invitation.pk)
        messages.error(
            request, "The invitation is saved, but the mail server refused it. Send it again later."
        )
    else:
        messages.success(request, f"The invitation is on its way to {invited.invitation.email}.")


class InvitationView(RecordView):
    """One invitation, and the buttons to send it again or withdraw it."""

    template_name = "accounts/invitation_record.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["state"] = self.object.state_at(timezone.now())
        settled = self.object.accepted_at or self.object.revoked_at
        context["may_change"] = not settled and self.request.user.has_perm("accounts.change_invitation")
        return context


@require_POST
def send_again(request: HttpRequest, pk: object) -> HttpResponse:
    """Send a new link; the old one stops working, because only a hash of it is kept."""
    old = get_object_or_404(Invitation, pk=pk)

    def action() -> None:
        if old.accepted_at or old.revoked_at:
            raise InvitationSettled("This invitation was accepted or withdrawn before.")
        again = invite(
            email=old.email,
            organisation=old.organisation,
            partner=old.partner,
            group=old.group,
            role=old.role,
            by=acting(request),
            now=timezone.now(),
        )
        mail(request, again)

    return post_action(
        request,
        permission="accounts.change_invitation",
        action=action,
        refusals=(InvitationSettled, RightsRefused),
        done="The earlier link no longer works.",
        back=reverse("invitations:index"),
    )


@require_POST
def withdraw(request: HttpRequest, pk: object) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = get_object_or_404(Invitation, pk=pk)
    return post_action(
        request,
        permission="accounts.change_invitation",
        action=lambda: revoke(invitation=invitation, by=acting(request), now=timezone.now()),
        refusals=(InvitationSettled,),
        done="The invitation is withdrawn.",
        back=reverse("invitations:inspect", args=[pk]),
    )
