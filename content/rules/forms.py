"""The form of a rule, with choices from the person's own programmes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db.models import Q
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import get_page_models

from accounts.rights import admin_groups
from content.roles.reach import pages_of, programmes_of
from content.rules.models import Rule

FIELDS = [
    "programme", "name", "event", "below", "section", "page_type", "label", "action", "group", "days", "active",
]  # fmt: skip


def page_type_choices() -> list[tuple[str, str]]:
    """Return the types of pages that can be made, by name."""
    found = [
        (model._meta.label_lower, str(model._meta.verbose_name).capitalize())
        for model in get_page_models()
        if model.is_creatable
    ]
    return [("", "Every type"), *sorted(found, key=lambda one: one[1])]


class RuleForm(WagtailAdminModelForm):
    """A rule of a programme that the person works for."""

    page_type = forms.ChoiceField(required=False, choices=page_type_choices)

    class Meta:
        model = Rule
        fields = FIELDS

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, for_user=for_user, **kwargs)
        own = programmes_of(for_user)
        self.fields["programme"].queryset = own
        self.fields["section"] = forms.ModelChoiceField(
            pages_of(for_user).order_by("path"), required=False, help_text=self.fields["section"].help_text
        )
        others = Q(role_group__isnull=False) & ~Q(role_group__programme__in=own)
        self.fields["group"].queryset = Group.objects.filter(pk__in=admin_groups()).exclude(others)
