"""Export a form as a file, and import one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.models import User
from forms.definitions.admin.control.base import CHANGE, OfForm, form_url
from forms.definitions.admin.control.listing import ADD
from forms.definitions.exchange import ImportRefused, file_name, file_of, import_definition
from forms.definitions.exchange.reading import MOST_BYTES
from programme.models import Programme
from programme.reach import programmes_within_reach


class Export(OfForm, View):
    """Hand out the draft as a file, or with ?live=1 what is live."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form_record
        if not (form.live and "live" in request.GET):
            form = form.get_latest_revision_as_object()
        response = HttpResponse(file_of(form), content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="{file_name(form)}"'
        return response


class ImportForm(forms.Form):
    """A programme and a file."""

    programme = forms.ModelChoiceField(Programme.objects.none(), empty_label=None)
    file = forms.FileField(
        help_text="A form that was exported here or in another installation, as JSON.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["programme"]
        choices.queryset = programmes_within_reach(person)

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
        return bytes(file.read())


class Import(WagtailAdminTemplateMixin, TemplateView):
    """Take a file: it becomes a draft, or nothing is saved and the page says why."""

    template_name = "definitions/admin/import.html"
    header_icon = "form"
    page_title = "Import a form"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not (request.user.has_perm(ADD) and request.user.has_perm(CHANGE)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        person: User = request.user  # type: ignore[assignment]
        form = ImportForm(request.POST, request.FILES, person=person)
        problems: tuple[object, ...] = ()
        if form.is_valid():
            try:
                imported = import_definition(
                    data=form.cleaned_data["file"],
                    programme=form.cleaned_data["programme"],
                    by=person,
                    now=timezone.now(),
                )
            except ImportRefused as refused:
                problems = refused.problems
            else:
                said = (
                    "The file is a new draft."
                    if imported.is_changed
                    else "The draft is the same as the file."
                )
                messages.success(request, said)
                return redirect(form_url("changes", imported.form.pk))
        return self.render_to_response(self.get_context_data(form=form, problems=problems), status=422)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": form_url("list"), "label": "Forms"},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person: User = self.request.user  # type: ignore[assignment]
        kwargs.setdefault("form", ImportForm(person=person))
        return super().get_context_data(**kwargs)
