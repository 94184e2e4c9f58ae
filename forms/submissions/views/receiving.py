"""The files that come with a posted page of a draft."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.http import HttpRequest

from forms.definitions.form_building import StepForm
from forms.definitions.spec import FieldSpec
from forms.submissions.files import holder_of
from forms.submissions.models import Draft
from forms.submissions.owning import actor_of
from forms.submissions.views.access import filler_of
from forms.uploads.offering import asks_for_files
from forms.uploads.receiving import Received, receive


def received(request: HttpRequest, draft: Draft, fields: Collection[FieldSpec], *, now: datetime) -> Received:
    """Take in the files of a posted page; without any question for files, only what was typed."""
    if request.method != "POST" or not asks_for_files(fields):
        return Received(request.POST, {})
    by = actor_of(filler_of(request, draft))
    return receive(fields, data=request.POST, files=request.FILES, holder=holder_of(draft), by=by, now=now)


def refuse_files(form: StepForm, posted: Received) -> None:
    """Say beside each question which of its files were not taken, and why."""
    for key, messages in posted.problems.items():
        for message in messages:
            form.refuse(key, message)
