"""Where trials begin in the admin."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from forms.trials.admin.views import StartTrial


class TrialViewSet(ViewSet):
    """One page for each form; the trial itself stands where teams find their forms."""

    name = "form_trials_admin"
    url_prefix = "form-trials"
    icon = "view"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[Any]:
        return [path("<int:form_id>/", StartTrial.as_view(), name="start")]
