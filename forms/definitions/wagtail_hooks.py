"""Register the editor of forms with the Wagtail admin."""

from __future__ import annotations

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from forms.definitions.admin.viewsets import FormViewSet, RetiredNeverDeleted
from forms.definitions.models import Form

register_permission_policy(Form, RetiredNeverDeleted(Form))
register_snippet(FormViewSet)
