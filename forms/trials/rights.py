"""Who may try a form: whoever may change or publish it, for the programmes they work for."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from forms.definitions.models import Form
from forms.trials.models import Trial
from programme.reach import rows_within_reach

RIGHTS = ("form_definitions.change_form", "form_definitions.publish_form")


def may_try(user: Any, form_id: int) -> bool:
    """Say whether a person may try a form."""
    return holds_right(user) and rows_within_reach(user, Form.objects.filter(pk=form_id)).exists()


def holds_right(user: Any) -> bool:
    """Say whether a person tries forms at all."""
    return any(user.has_perm(right) for right in RIGHTS)


def form_to_try(user: Any, form_id: int) -> Form:
    """Return the form; raise Http404 for another programme's, and PermissionDenied without the right."""
    if not holds_right(user):
        raise PermissionDenied
    form = rows_within_reach(user, Form.objects.filter(pk=form_id)).first()
    if form is None:
        raise Http404("There is no such form in your programmes.")
    return form


def own_trial(user: Any, trial_id: UUID, *, now: datetime) -> Trial:
    """Return the person's own trial while it lasts; raise Http404 for anybody else's."""
    found = Trial.objects.filter(pk=trial_id, owner_id=user.pk).first()
    if found is None or not found.is_open_at(now) or not may_try(user, found.form_id):
        raise Http404("There is no such trial among your own. A trial is gone after a day.")
    return found
