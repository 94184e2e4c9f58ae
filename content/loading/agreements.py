"""Load what an organisation signs before it takes part: the texts, and the forms of their particulars."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from accounts.models import User
from agreements.kinds import Kind
from agreements.texts.compile import compile_text
from agreements.texts.models import AgreementText, TextVersion
from agreements.texts.services import approve_text, propose, save_text_draft
from content.loading.demo import publish_demo_form
from content.loading.files import ProgrammeFolder
from content.loading.form import load_form
from content.loading.people import loader
from content.loading.report import Report
from programme.models import Programme


def load_agreements(
    folder: ProgrammeFolder,
    *,
    programme: Programme,
    demo_data: dict[str, Any],
    now: datetime,
    report: Report,
) -> None:
    """Create the texts and forms that are missing, as drafts; with `demo_data`, demo people put them in force.

    Raises CompileFailed or TextCompileFailed if one could not be put in force.
    """
    form_author = _author(demo_data, "form_written_by")
    text_author = _author(demo_data, "agreement_texts_written_by")
    for kind in Kind:
        data = folder.read(f"agreements/{kind}-form")
        form = load_form(data, programme=programme, by=form_author, now=now, report=report)
        data = folder.read(f"agreements/{kind}-text")
        text = load_text(data, programme=programme, by=text_author, now=now, report=report)
        if demo_data:
            publish_demo_form(form, data=demo_data, now=now, report=report)
            approve_demo_text(text, data=demo_data, now=now, report=report)


def load_text(
    data: dict[str, Any], *, programme: Programme, by: User, now: datetime, report: Report
) -> AgreementText:
    """Create a kind's text with its first draft where it is missing; raise TextCompileFailed.

    One that is there belongs to its editors, whatever the file says.
    """
    text, created = AgreementText.objects.get_or_create(programme=programme, kind=data["kind"])
    if created:
        version = save_text_draft(
            text=text,
            title=data["title"],
            body=json.dumps(data["body"]),
            term_months=data["term_months"],
            what_changed=data["what_changed"],
            is_sample=data["is_sample"],
            by=by,
            now=now,
        )
        compile_text(version)
    report.note(f"agreement text {text}", created=created)
    return text


def approve_demo_text(text: AgreementText, *, data: dict[str, Any], now: datetime, report: Report) -> None:
    """Have one demo person propose the first draft and another approve it, if none ever was."""
    draft = text.versions.filter(state=TextVersion.State.DRAFT, number=1).first()
    if draft is not None:
        author = User.objects.get(email=data["agreement_texts_written_by"])
        approver = User.objects.get(email=data["agreement_texts_approved_by"])
        approve_text(approval=propose(version=draft, by=author, now=now), by=approver, now=now)
    report.note(f"approved agreement text {text}", created=draft is not None)


def _author(demo_data: dict[str, Any], role: str) -> User:
    return User.objects.get(email=demo_data[role]) if demo_data else loader()
