"""Load a form as a draft, saved the way the admin saves it; people publish it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from accounts.models import User
from content.loading.report import Report
from forms.definitions.compile import compile_form
from forms.definitions.models import Form
from forms.definitions.services import save_draft
from forms.definitions.spec import MEMBERS, PROFESSIONALS
from programme.models import Programme


def load_form(data: dict[str, Any], *, programme: Programme, by: User, now: datetime, report: Report) -> Form:
    """Create the form with its first draft where it is missing; raise CompileFailed if it cannot be published.

    One that is there belongs to its editors, whatever the file says.
    """
    form = Form.objects.filter(programme=programme, slug=data["slug"]).first()
    created = form is None
    if form is None:
        form = unsaved_form(data, programme=programme)
        form.full_clean()
        compile_form(form)
        save_draft(form=form, by=by, now=now)
    report.note(f"form {form.title}", created=created)
    return form


def unsaved_form(data: dict[str, Any], *, programme: Programme) -> Form:
    """Return the form that the file describes, not saved yet."""
    return Form(
        programme=programme,
        kind=data["kind"],
        slug=data["slug"],
        title=data["title"],
        intro=data["intro"],
        what_happens_next=data["what_happens_next"],
        steps=json.dumps(data["steps"]),
        routes=json.dumps(data["routes"]),
        open_to=data.get("open_to", MEMBERS),
        readers=data.get("readers", PROFESSIONALS),
        other_way=data.get("other_way", ""),
        live=False,
    )
