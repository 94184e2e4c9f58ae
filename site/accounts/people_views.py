"""Show people in the admin, and change where they belong and what they may do there."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin.views.generic import IndexView

from accounts.admin_access import end_staff_access, give_group, take_group
from accounts.deactivation import deactivate_person
from accounts.models import Membership, User
from accounts.rights import RightsRefused, admin_groups, has_place, refuse_over
from accounts.second_factor import has_second_factor
from accounts.services import MembershipEnded, end_membership
from programme.viewsets import RecordView, post_action

RIGHT = "accounts.change_membership"


class PeopleList(IndexView):
    """Everybody, with where each belongs today."""

    def get_base_queryset(self) -> Any:
        current = Membership.objects.filter(ended_at__isnull=True).select_related("organisation", "partner")
        return super().get_base_queryset().prefetch_related(Prefetch("memberships", current, "places"))


def places_of(user: Any) -> str:
    """Return the places that `PeopleList` fetched, each with its role."""
    return ", ".join(
        f"{place.organisation or place.partner}: {place.get_role_display().lower()}" for place in user.places
    )


class PersonView(RecordView):
    """A person, where they belong and belonged, their rights in the admin, and the buttons for each."""

    template_name = "accounts/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        person, by = self.object, self.request.user
        may_change = may_change_rights(by, person)
        memberships = person.memberships.select_related("organisation", "partner")
        context["memberships"] = list(memberships.order_by("-started_at"))
        context["groups"] = list(person.groups.order_by("name"))
        context["second_factor"] = has_second_factor(person)
        context["may_end"] = by.has_perm(RIGHT)
        context["may_change"] = may_change
        context["may_end_staff"] = may_change and person.is_staff
        context["may_deactivate"] = may_change and person.is_active
        may_give = may_change and person.is_active and not has_place(person)
        context["offered_groups"] = list(admin_groups().exclude(user=person)) if may_give else []
        return context


def may_change_rights(by: Any, other: User) -> bool:
    """Say whether the buttons about somebody's rights are offered: not for oneself."""
    try:
        refuse_over(by=by, other=other)
    except RightsRefused:
        return False
    return bool(by.has_perm(RIGHT))


@require_POST
def end_place(request: HttpRequest, pk: object, membership_pk: object) -> HttpResponse:
    """End one membership of a person."""
    membership = get_object_or_404(Membership, pk=membership_pk, user_id=pk)
    return post_action(
        request,
        permission=RIGHT,
        action=lambda: end_membership(membership=membership, by=acting(request), now=timezone.now()),
        refusals=(MembershipEnded,),
        done=f"{membership.user.name} is no longer a member of {membership.organisation or membership.partner}.",
        back=reverse("people:inspect", args=[pk]),
    )


@require_POST
def give(request: HttpRequest, pk: object) -> HttpResponse:
    """Give a person a group of the admin."""
    person = get_object_or_404(User, pk=pk)
    asked_for = request.POST.get("group", "")
    # Only what the page offers; a made-up or missing number is no group.
    group = get_object_or_404(admin_groups(), pk=asked_for if asked_for.isdecimal() else 0)
    return post_action(
        request,
        permission=RIGHT,
        action=lambda: give_group(user=person, group=group, by=acting(request), now=timezone.now()),
        refusals=(RightsRefused,),
        done=f"{person.name} now has the rights of {group.name}.",
        back=reverse("people:inspect", args=[pk]),
    )


@require_POST
def take(request: HttpRequest, pk: object, group_pk: int) -> HttpResponse:
    """Take a group of the admin from a person."""
    person = get_object_or_404(User, pk=pk)
    group = get_object_or_404(Group, pk=group_pk, user=person)
    return post_action(
        request,
        permission=RIGHT,
        action=lambda: take_group(user=person, group=group, by=acting(request), now=timezone.now()),
        refusals=(RightsRefused,),
        done=f"{person.name} no longer has the rights of {group.name}.",
        back=reverse("people:inspect", args=[pk]),
    )


@require_POST
def end_staff(request: HttpRequest, pk: object) -> HttpResponse:
    """Take a person's way into the admin."""
    person = get_object_or_404(User, pk=pk)
    return post_action(
        request,
        permission=RIGHT,
        action=lambda: end_staff_access(user=person, by=acting(request), now=timezone.now()),
        refusals=(RightsRefused,),
        done=f"{person.name} can no longer open the admin.",
        back=reverse("people:inspect", args=[pk]),
    )


@require_POST
def deactivate(request: HttpRequest, pk: object) -> HttpResponse:
    """Close a person's account."""
    person = get_object_or_404(User, pk=pk)
    return post_action(
        request,
        permission=RIGHT,
        action=lambda: deactivate_person(user=person, by=acting(request), now=timezone.now()),
        refusals=(RightsRefused,),
        done=f"{person.name} is deactivated and signed out everywhere.",
        back=reverse("people:inspect", args=[pk]),
    )


def acting(request: HttpRequest) -> User:
    """Return the person who asks."""
    if not isinstance(request.user, User):
        raise TypeError("The admin is for signed-in people.")
    return request.user
