"""The editor's form of a page: drafts are always saved, and what is incomplete goes no further."""

from __future__ import annotations

from wagtail.admin.forms import WagtailAdminPageForm


class CompliantPageForm(WagtailAdminPageForm):
    """Refuses to submit or publish a page with problems, and says each of them beside its field."""

    def _post_clean(self) -> None:
        super()._post_clean()
        # Wagtail defers what is required of drafts, as autosave makes them, before it validates.
        if self.is_deferred_validation or self.errors:
            return
        from content.compliance.checks import problems_of

        for problem in problems_of(self.instance, parent=self.parent_page):
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)
