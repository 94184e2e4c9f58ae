"""The Django form behind the editor."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm

# What a published form is for cannot change: drafts and submissions stand on it.
FIXED_ONCE_PUBLISHED = ("programme", "kind")


class FormEditorForm(WagtailAdminModelForm):
    """Edit a form; programme and kind are fixed once a version exists."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.versions.exists():
            for name in FIXED_ONCE_PUBLISHED:
                self.fields[name].disabled = True
