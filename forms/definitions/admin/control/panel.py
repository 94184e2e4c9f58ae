"""What the editor says on top of a form: what is live, what waits, what was remarked, and where to read on."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from forms.definitions.admin.control.base import form_url
from forms.definitions.control.approving import waiting_publication
from forms.definitions.models import Form
from forms.definitions.versions import latest_version


def control_of(form: Form) -> dict[str, Any]:
    """Return what is said on top of a form."""
    return {
        "version": latest_version(form),
        "is_live": form.live,
        "waiting": waiting_publication(form),
        "open_comments": form.comments.filter(resolved_at=None).count(),
        "urls": {
            name: form_url(name, form.pk) for name in ("changes", "versions", "comments", "closing", "export")
        },
    }


class ControlPanel(Panel):
    """Shown once the form is saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "definitions/admin/_control_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), **control_of(self.instance)}
