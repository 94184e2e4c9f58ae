"""Register the editor of forms with the Wagtail admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from forms.definitions.admin.drawing import register_adapters
from forms.definitions.admin.form_pages import FormPagesViewSet, register_pages
from forms.definitions.admin.patterns import PatternViewSet
from forms.definitions.admin.viewsets import FormViewSet, RetiredNeverDeleted
from forms.definitions.models import Form

register_permission_policy(Form, RetiredNeverDeleted(Form))
register_snippet(FormViewSet)
register_pages()
register_adapters()


@hooks.register("register_admin_viewset")
def register_form_pages() -> FormPagesViewSet:
    """Show who receives what, and the map, to those who work on forms."""
    return FormPagesViewSet()


@hooks.register("register_admin_viewset")
def register_patterns() -> PatternViewSet:
    """Let administrators name the patterns that editors choose."""
    return PatternViewSet()
