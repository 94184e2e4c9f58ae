"""The files that come with a posted page of a draft."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest

from forms.definitions.fields.row_counts import rows_wanted
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
        return _with_rows(Received(request.POST, {}), fields)
    by = actor_of(filler_of(request, draft))
    taken = receive(fields, data=request.POST, files=request.FILES, holder=holder_of(draft), by=by, now=now)
    return _with_rows(taken, fields)


def _with_rows(posted: Received, fields: Collection[FieldSpec]) -> Received:
    """Return a posted page with one more row in the table whose button was pressed, to be shown again."""
    wanted = rows_wanted(fields, posted.data)
    if not wanted:
        return posted
    data = posted.data.copy()
    for name, count in wanted.items():
        data[name] = count
    return replace(posted, data=data, stay=True)


def refuse_files(form: StepForm, posted: Received) -> None:
    """Say beside each question which of its files were not taken, and why."""
    for key, messages in posted.problems.items():
        for message in messages:
            form.refuse(key, message)
