"""People and invitations in the admin."""

from __future__ import annotations

import logging
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import BooleanColumn, Column

from accounts.forms import InvitationForm
from accounts.invitations import InvitationSettled, Invited, invite, revoke, send
from accounts.models import Invitation, Membership, User
from accounts.second_factor import has_second_factor
from accounts.services import MembershipEnded, end_membership, end_staff_access
from programme.viewsets import RecordView, RecordViewSet, ServiceCreateView, post_action

log = logging.getLogger(__name__)


class PersonView(RecordView):
    """A person, where they belong and belonged, and the buttons that end it."""

    template_name = "accounts/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        memberships = self.object.memberships.select_related("organisation", "partner")
        context["memberships"] = list(memberships.order_by("-started_at"))
        context["groups"] = list(self.object.groups.order_by("name"))
        context["second_factor"] = has_second_factor(self.object)
        context["may_end"] = self.request.user.has_perm("accounts.change_membership")
        context["may_end_staff"] = self.object.is_staff and may_end_staff(self.request.user, self.object)
        return context


def may_end_staff(person: Any, other: User) -> bool:
    """Say whether `person` may take `other`'s way into the admin: not their own, a superuser's only as one."""
    if person.pk == other.pk or (other.is_superuser and not person.is_superuser):
        return False
    return bool(person.has_perm("accounts.change_membership"))


@require_POST
def end_place(request: HttpRequest, pk: object, membership_pk: object) -> HttpResponse:
    """End one membership of a person."""
    membership = get_object_or_404(Membership, pk=membership_pk, user_id=pk)
    return post_action(
        request,
        permission="accounts.change_membership",
        action=lambda: end_membership(membership=membership, by=_person(request), now=timezone.now()),
        refusals=(MembershipEnded,),
        done=f"{membership.user.name} is no longer a member of {membership.organisation or membership.partner}.",
        back=reverse("people:inspect", args=[pk]),
    )


class NotYours(Exception):
    """Whoever asks may not take this person's way into the admin."""


@require_POST
def end_staff(request: HttpRequest, pk: object) -> HttpResponse:
    """Take a person's way into the admin."""
    person, by = get_object_or_404(User, pk=pk), _person(request)

    def action() -> None:
        if not may_end_staff(by, person):
            raise NotYours("Somebody else, with at least the same rights, must do this.")
        end_staff_access(user=person, by=by, now=timezone.now())

    return post_action(
        request,
        permission="accounts.change_membership",
        action=action,
        refusals=(NotYours,),
        done=f"{person.name} can no longer open the admin.",
        back=reverse("people:inspect", args=[pk]),
    )


class PersonViewSet(RecordViewSet):
    model = User
    name = "people"
    icon = "user"
    menu_label = "People"
    menu_order = 320
    add_to_admin_menu = True
    inspect_view_class = PersonView
    inspect_template_name = PersonView.template_name
    list_display = [
        "name",
        "email",
        "job_title",
        BooleanColumn("is_staff", label="Admin", sort_key="is_staff"),
        BooleanColumn("is_active", label="Active", sort_key="is_active"),
        "last_login",
    ]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["name", "email"]
    inspect_view_fields = ["name", "email", "job_title", "registration_number", "phone", "last_login"]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<uuid:pk>/memberships/<uuid:membership_pk>/end/", end_place, name="end"),
            path("<uuid:pk>/end-staff/", end_staff, name="end_staff"),
        ]


class InviteView(ServiceCreateView):
    """Invite somebody: the invitation is saved first, then mailed."""

    success_message = None

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


def mail(request: HttpRequest, invited: Invited) -> None:
    """Mail an invitation, and say whether the mail server took it."""
    path_ = reverse("accounts:invitation", args=[invited.token])
    try:
        send(invited, link=f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path_}")
    except (SMTPException, OSError):
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
            by=_person(request),
            now=timezone.now(),
        )
        mail(request, again)

    return post_action(
        request,
        permission="accounts.change_invitation",
        action=action,
        refusals=(InvitationSettled,),
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
        action=lambda: revoke(invitation=invitation, by=_person(request), now=timezone.now()),
        refusals=(InvitationSettled,),
        done="The invitation is withdrawn.",
        back=reverse("invitations:inspect", args=[pk]),
    )


class InvitationViewSet(RecordViewSet):
    model = Invitation
    name = "invitations"
    icon = "mail"
    menu_label = "Invitations"
    menu_order = 330
    add_to_admin_menu = True
    can_add = True
    add_view_class, inspect_view_class = InviteView, InvitationView
    inspect_template_name = InvitationView.template_name
    list_display = [
        "email",
        Column("body", label="To", accessor="body"),
        Column("state", label="State", accessor=lambda invitation: invitation.state_at(timezone.now())),
        "invited_at",
    ]
    search_fields = ["email"]
    inspect_view_fields = ["email", "role", "invited_by", "invited_at", "expires_at", "accepted_at"]

    def get_form_class(self, for_update: bool = False) -> type[InvitationForm]:
        return InvitationForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<uuid:pk>/send-again/", send_again, name="send_again"),
            path("<uuid:pk>/withdraw/", withdraw, name="withdraw"),
        ]


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("The admin is for signed-in people.")
    return request.user
