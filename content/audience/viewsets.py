"""The audience settings in the admin."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from content.audience.forms import FIELDS, AudienceSettingsForm, NewAudienceSettingsForm
from content.audience.models import AudienceSettings
from content.audience.services import DestinationUnfit, save_settings
from programme.viewsets import (
    RecordView,
    RecordViewSet,
    ServiceCreateView,
    ServiceEditView,
    ServiceFormMixin,
)


class _Saved(ServiceFormMixin):
    refusals = (DestinationUnfit,)

    def save(self, instance: Any, *, by: Any, now: datetime) -> Any:
        return save_settings(settings=instance, by=by, now=now)


class AddView(_Saved, ServiceCreateView):
    """A programme's first settings."""


class ChangeView(_Saved, ServiceEditView):
    """A change of a programme's settings."""


class AudienceSettingsViewSet(RecordViewSet):
    model = AudienceSettings
    name = "audience_settings"
    icon = "group"
    menu_label = "Audiences"
    menu_order = 340
    add_to_settings_menu = True
    can_add = can_edit = True
    add_view_class, edit_view_class, inspect_view_class = AddView, ChangeView, RecordView
    list_display = ["programme", "professionals_by", "patients_page", "public_page"]
    inspect_view_fields = ["programme", *FIELDS]

    def get_form_class(self, for_update: bool = False) -> type[AudienceSettingsForm]:
        return AudienceSettingsForm if for_update else NewAudienceSettingsForm
