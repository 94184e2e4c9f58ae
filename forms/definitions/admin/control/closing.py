"""When a form opens and closes, and what people use instead once it is closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from forms.definitions.admin.control.base import PUBLISH, FormPage, form_url
from forms.definitions.control.closing import InsteadRefused, instead_of, say_what_instead
from forms.definitions.models import Form


class InsteadForm(forms.Form):
    """Another form of the programme, or an address; and a sentence."""

    use_instead = forms.ModelChoiceField(
        Form.objects.none(), required=False, label="Another form", empty_label="None"
    )
    address = forms.CharField(
        required=False,
        max_length=500,
        label="Or an address",
        help_text="Of a page of this site, such as /contact/, or elsewhere with https://.",
    )
    text = forms.CharField(
        required=False,
        max_length=240,
        label="What people read",
        help_text="For example: Orders are taken by phone now, 020 7946 0100.",
    )

    def __init__(self, *args: Any, closing: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: Any = self.fields["use_instead"]
        others.queryset = Form.objects.filter(programme=closing.programme_id).exclude(pk=closing.pk)


class Closing(FormPage):
    """What is planned, what people use instead, and the way to retire the form now."""

    template_name = "definitions/admin/closing.html"

    def get_page_title(self) -> str:
        return "Closing"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.person.has_perm(PUBLISH):
            raise PermissionDenied
        form = InsteadForm(request.POST, closing=self.form_record)
        if form.is_valid():
            given = form.cleaned_data
            try:
                say_what_instead(
                    form=self.form_record,
                    use_instead=given["use_instead"],
                    address=given["address"],
                    text=given["text"],
                    by=self.person,
                    now=timezone.now(),
                )
            except InsteadRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Kept. People read it once the form is retired.")
                return self.back("closing")
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.form_record
        initial = {
            "use_instead": record.use_instead_id,
            "address": record.use_instead_address,
            "text": record.use_instead_text,
        }
        kwargs.setdefault("form", InsteadForm(closing=record, initial=initial))
        draft = record.get_latest_revision_as_object()
        return {
            **super().get_context_data(**kwargs),
            "draft": draft,
            "scheduled": record.get_scheduled_revision_as_object(),
            "instead": instead_of(record),
            "may_publish": self.person.has_perm(PUBLISH),
            "unpublish_url": form_url("unpublish", record.pk),
        }
