"""Save and come back later."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format

from forms.definitions.fields import field_type
from forms.definitions.form_building import StepForm
from forms.definitions.spec import FieldSpec, StepSpec
from forms.submissions.models import Draft
from forms.submissions.pinned import kind_of_version
from forms.submissions.ways import home_of, words_of


def leave(request: HttpRequest, step: StepSpec, form: StepForm, draft: Draft) -> HttpResponse:
    """Go back home and say until when the draft is kept, and what of the page could not be saved."""
    until = date_format(timezone.localtime(draft.expires_at))
    kind = kind_of_version(draft.form_version_id)
    messages.success(request, words_of(draft, kind).saved.format(until=until))
    wrong = [field.label for field in step.fields if field.key in form.errors and _typed(request, field)]
    if wrong:
        labels = ", ".join(f"“{label}”" for label in wrong)
        messages.warning(request, f"Not saved, because it needs to be put right first: {labels}.")
    return redirect(home_of(draft, kind))


def _typed(request: HttpRequest, field: FieldSpec) -> bool:
    names = field_type(field.type).input_names(field)
    return any(value.strip() for name in names for value in request.POST.getlist(name))
