"""What the page of a task says: no more than is needed to act, and nothing about the patient."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from forms.registration.models import RestrictedTask
from forms.submissions.listing import submission_metadata

Fact = tuple[str, Any]


def what_to_do(task: RestrictedTask) -> str:
    """Return the next step in a sentence or two; nothing is left to do once a task is closed."""
    if task.state == RestrictedTask.State.DONE:
        return ""
    if task.kind == RestrictedTask.Kind.ADVERSE_EVENT:
        return (
            "Contact the reporter, quote the reference and ask for the event and the patient's details. "
            "Report what you have to the company's drug safety by the day it is due, even if details are "
            "missing. Then write below what was done."
        )
    return (
        "Contact each team by its own reference, and ask whether they look after the same patient. "
        "Tell none what another entered. If they do, agree which registration stands and cancel what "
        "the others have on their way. Then write below what came of it."
    )


def task_facts(task: RestrictedTask) -> list[Fact]:
    """Return what is known about a task as label and value, without what is empty."""
    about = _safety(task) if task.kind == RestrictedTask.Kind.ADVERSE_EVENT else _duplicate(task)
    facts = [
        ("What", task.get_kind_display()),
        ("State", task.get_state_display()),
        ("Due", _due(task)),
        *about,
        ("Opened", task.created_at),
        ("Closed", task.done_at),
        ("Closed by", task.done_by),
        ("What was done", task.outcome),
    ]
    return [(label, value) for label, value in facts if value]


def is_overdue(task: RestrictedTask) -> bool:
    """Say whether an open task's day has passed."""
    open_ = task.state == RestrictedTask.State.OPEN
    return open_ and task.due_on is not None and task.due_on < timezone.localdate()


def _due(task: RestrictedTask) -> str:
    if task.due_on is None:
        return ""
    return date_format(task.due_on) + (": overdue" if is_overdue(task) else "")


def _safety(task: RestrictedTask) -> list[Fact]:
    report = task.report or {}
    sent = submission_metadata().filter(pk=task.submission_id).first()
    by, where = (sent.submitted_by, sent.organisation) if sent else (None, None)
    product = task.programme.product
    return [
        ("Registration" if where else "Form", task.reference),
        ("Product", f"{product.brand_name} ({product.generic_name})"),
        ("Raised by the answer to", ", ".join(report.get("questions", ()))),
        ("Reporter", report.get("name") or (by.name if by else "")),
        ("Reporter's role", report.get("role") or (by.job_title if by else "")),
        ("Organisation", where.name if where else "A visitor"),
        ("Team's telephone", report.get("phone")),
        ("Team's e-mail", report.get("email") or (by.email if by else "")),
    ]


def _duplicate(task: RestrictedTask) -> list[Fact]:
    references = (task.reference, *task.others)
    sent = {one.reference: one for one in submission_metadata().filter(reference__in=references)}
    facts: list[Fact] = []
    for label, reference in zip(_labels(len(task.others)), references, strict=True):
        one = sent.get(reference)
        facts.append((label, reference))
        if one is not None and one.submitted_by is not None and one.organisation is not None:
            by = f"{one.submitted_by.name}, {one.submitted_by.email}"
            facts.append((f"{label} sent by", f"{one.organisation.name} ({by})"))
    return facts


def _labels(others: int) -> tuple[str, ...]:
    """Name the registration and the others; several others are numbered."""
    if others == 1:
        return ("Registration", "Other registration")
    return ("Registration", *(f"Other registration {number}" for number in range(1, others + 1)))
