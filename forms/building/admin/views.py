"""Insert what was written before into a form, and keep questions of it for others."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin import messages

from forms.building.copying import Copied
from forms.building.models import FieldGroup
from forms.building.services import (
    CannotInsert,
    CannotSave,
    delete_group,
    insert_group,
    insert_step,
    save_group,
)
from forms.definitions.admin.form_page import AboutOneForm
from forms.definitions.models import Form

CHANGE = "form_definitions.change_form"


class InsertIntoForm(AboutOneForm):
    """Insert a group or a step of another form; save questions of this form as a group."""

    template_name = "building/insert.html"
    page_title = "Insert"
    header_icon = "plus"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "form": self.draft,
            "groups": self._groups(),
            "steps": self._steps(self.draft),
            "sources": [(one, self._steps(one.get_latest_revision_as_object())) for one in self._others()],
            "revision": self.form.latest_revision_id or "",
            "edit_url": self.edit_url,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            said = self._act(request.POST)
        except (CannotInsert, CannotSave) as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)
        messages.success(request, said)
        inserted = request.POST.get("action") in ("insert-group", "insert-step")
        return HttpResponseRedirect(self.edit_url if inserted else request.path)

    def _act(self, posted: Any) -> SafeString | str:
        by: Any = self.request.user
        match posted.get("action"):
            case "insert-group":
                return _said(self._insert_group(posted, by))
            case "insert-step":
                return _said(self._insert_step(posted, by))
            case "save-group":
                chosen = set(posted.getlist("question"))
                questions = [one for place, one in self._questions() if place in chosen]
                group = save_group(
                    programme=self.form.programme,
                    name=posted.get("name", ""),
                    questions=questions,
                    by=by,
                    now=timezone.now(),
                )
                return f"“{group}” can be inserted into every form of the programme now."
            case "delete-group":
                group = self._group(posted)
                delete_group(group=group, by=by, now=timezone.now())
                return f"“{group}” is deleted. Forms that have its questions keep them."
        raise CannotInsert("Choose what to insert.")

    def _insert_group(self, posted: Any, by: Any) -> Copied:
        return insert_group(
            form=self.form,
            group=self._group(posted),
            step=_number(posted.get("step")),
            revision=_revision(posted),
            by=by,
            now=timezone.now(),
        )

    def _insert_step(self, posted: Any, by: Any) -> Copied:
        source, _, step = posted.get("source", "").partition("-")
        form = next((one for one in self._others() if str(one.pk) == source), None)
        if form is None:
            raise CannotInsert("Choose the step to copy.")
        return insert_step(
            form=self.form,
            source=form,
            step=_number(step),
            after=_number(posted.get("after"), otherwise=-1),
            revision=_revision(posted),
            by=by,
            now=timezone.now(),
        )

    def _group(self, posted: Any) -> FieldGroup:
        wanted = posted.get("group", "")
        group = next((one for one in self._groups() if str(one.pk) == wanted), None)
        if group is None:
            raise CannotInsert("Choose a group.")
        return group

    def _groups(self) -> list[FieldGroup]:
        return list(FieldGroup.objects.filter(programme_id=self.form.programme_id))

    def _others(self) -> list[Form]:
        forms = Form.objects.filter(programme_id=self.form.programme_id).exclude(pk=self.form.pk)
        return list(forms.select_related("latest_revision").order_by("title"))

    def _steps(self, form: Form) -> list[dict[str, Any]]:
        """Return each step with its place, its title and its questions."""
        return [
            {
                "place": place,
                "title": step["value"].get("title") or f"Step {place + 1}",
                "questions": [
                    (f"{place}-{number}", one["value"].get("label") or one["value"].get("key"))
                    for number, one in enumerate(step["value"].get("fields") or ())
                ],
            }
            for place, step in enumerate(form.steps.get_prep_value())
        ]

    def _questions(self) -> list[tuple[str, Any]]:
        return [
            (f"{place}-{number}", one)
            for place, step in enumerate(self.draft.steps.get_prep_value())
            for number, one in enumerate(step["value"].get("fields") or ())
        ]


def _said(copied: Copied) -> SafeString:
    """Say what was inserted, what is called otherwise now, and which conditions lead nowhere."""
    lines = [f"The key “{old}” was taken: the copy is “{new}”." for old, new in copied.renamed]
    lines += copied.lost
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html("Inserted and saved as a draft.<ul>{}</ul>", items)


def _number(text: str | None, *, otherwise: int = -2) -> int:
    return int(text) if text and text.isdecimal() else otherwise


def _revision(posted: Any) -> int | None:
    shown = posted.get("revision", "")
    return int(shown) if shown.isdecimal() else None
