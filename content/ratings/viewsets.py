"""The rating settings in the admin."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from content.ratings.models import RatingSettings
from content.ratings.services import save_settings
from programme.viewsets import (
    RecordView,
    RecordViewSet,
    ServiceCreateView,
    ServiceEditView,
    ServiceFormMixin,
)

FIELDS = ["shown_to_visitors", "minimum_votes"]


class RatingSettingsForm(WagtailAdminModelForm):
    class Meta:
        model = RatingSettings
        fields = FIELDS


class NewRatingSettingsForm(WagtailAdminModelForm):
    class Meta:
        model = RatingSettings
        fields = ["programme", *FIELDS]


class _Saved(ServiceFormMixin):
    def save(self, instance: Any, *, by: Any, now: datetime) -> Any:
        return save_settings(settings=instance, by=by, now=now)


class AddView(_Saved, ServiceCreateView):
    """A programme's first settings."""


class ChangeView(_Saved, ServiceEditView):
    """A change of a programme's settings."""


class RatingSettingsViewSet(RecordViewSet):
    model = RatingSettings
    name = "rating_settings"
    icon = "pick"
    menu_label = "Ratings"
    menu_order = 350
    add_to_settings_menu = True
    can_add = can_edit = True
    add_view_class, edit_view_class, inspect_view_class = AddView, ChangeView, RecordView
    list_display = ["programme", *FIELDS]
    inspect_view_fields = ["programme", *FIELDS]

    def get_form_class(self, for_update: bool = False) -> type[WagtailAdminModelForm]:
        return RatingSettingsForm if for_update else NewRatingSettingsForm
