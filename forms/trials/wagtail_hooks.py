"""Register this floor's part of the admin."""

from __future__ import annotations

from django.urls import reverse
from wagtail import hooks

from forms.definitions.admin.pages import FormPage, register_form_page
from forms.trials.admin.viewsets import TrialViewSet
from forms.trials.rights import holds_right

register_form_page(
    FormPage(
        label="Try it",
        icon="view",
        address=lambda form: reverse("form_trials_admin:start", args=[form.pk]),
        shown_to=holds_right,
        order=10,
    )
)


@hooks.register("register_admin_viewset")
def register_viewset() -> TrialViewSet:
    return TrialViewSet()
