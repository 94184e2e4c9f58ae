"""People and invitations in the admin."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils import timezone
from wagtail.admin.ui.tables import BooleanColumn, Column

from accounts.forms import InvitationForm
from accounts.invitation_views import InvitationView, InviteView, send_again, withdraw
from accounts.models import Invitation, User
from accounts.people_views import (
    PeopleList,
    PersonView,
    deactivate,
    end_place,
    end_staff,
    give,
    places_of,
    take,
)
from programme.viewsets import RecordViewSet


class PersonViewSet(RecordViewSet):
    model = User
    name = "people"
    icon = "user"
    menu_label = "People"
    menu_order = 320
    add_to_admin_menu = True
    index_view_class, inspect_view_class = PeopleList, PersonView
    inspect_template_name = PersonView.template_name
    list_display = [
        "name",
        "email",
        "job_title",
        Column("places", label="Belongs to", accessor=places_of),
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
            path("<uuid:pk>/groups/", give, name="give_group"),
            path("<uuid:pk>/groups/<int:group_pk>/take/", take, name="take_group"),
            path("<uuid:pk>/end-staff/", end_staff, name="end_staff"),
            path("<uuid:pk>/deactivate/", deactivate, name="deactivate"),
        ]


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
