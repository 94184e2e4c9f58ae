"""Forms in the Wagtail admin: their list, editor, history and published versions."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from forms.definitions.admin.control.listing import FormIndexView
from forms.definitions.admin.control.panel import ControlPanel
from forms.definitions.admin.control.urls import control_urls
from forms.definitions.admin.forms import FormEditorForm
from forms.definitions.admin.tabs import TabsOpenAtProblems
from forms.definitions.admin.views import (
    FormCopyView,
    FormCreateView,
    FormEditView,
    FormInspectView,
    FormWorkflowActionView,
)
from forms.definitions.models import Form
from programme.own_records import OwnRecordsViewSet, OwnSnippetChooserViewSet


class RetiredNeverDeleted(ModelPermissionPolicy):
    """Nobody deletes a form, superusers included: submissions stand on its versions. Unpublishing retires it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class FormViewSet(OwnRecordsViewSet, SnippetViewSet):
    """The admin of forms."""

    model = Form
    icon = "form"
    menu_label = "Forms"
    menu_order = 200
    add_to_admin_menu = True
    inspect_view_enabled = True
    inspect_view_fields = ["title", "kind", "programme", "slug", "status_string"]
    create_template_name = "definitions/form_create.html"
    edit_template_name = "definitions/form_edit.html"
    inspect_template_name = "definitions/form_inspect.html"
    list_display = ["title", "kind", "programme", UpdatedAtColumn()]
    list_filter = ["programme", "kind"]
    search_fields = ["title", "slug"]
    ordering = ["title"]
    index_view_class = FormIndexView
    add_view_class = FormCreateView
    copy_view_class = FormCopyView
    edit_view_class = FormEditView
    chooser_viewset_class = OwnSnippetChooserViewSet
    inspect_view_class = FormInspectView
    workflow_action_view_class = FormWorkflowActionView
    edit_handler = TabsOpenAtProblems(
        [
            ObjectList(
                [
                    ControlPanel(heading="Change control"),
                    # The address follows the title until the form is published.
                    TitleFieldPanel("title", classname="", placeholder=False, required_on_save=True),
                    MultiFieldPanel(
                        [
                            FieldPanel("kind", required_on_save=True),
                            FieldPanel("programme"),
                            FieldPanel("slug", required_on_save=True),
                        ],
                        heading="What it is",
                    ),
                    FieldPanel("intro"),
                    FieldPanel("what_happens_next"),
                    MultiFieldPanel(
                        [
                            FieldPanel("open_to"),
                            FieldPanel("readers"),
                            FieldPanel("other_way"),
                        ],
                        heading="Who fills it in",
                    ),
                    MultiFieldPanel([FieldPanel("drafts_until")], heading="Open drafts"),
                    PublishingPanel(),
                ],
                heading="About the form",
            ),
            ObjectList([FieldPanel("steps")], heading="Steps and questions"),
            ObjectList([FieldPanel("routes")], heading="Where documents go"),
        ],
        base_form_class=FormEditorForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        """Return the pages of the editor, and those of change control."""
        return [*super().get_urlpatterns(), *control_urls()]
