"""Offer what the site knows about the signed-in person, so that nobody types it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from accounts.models import User
from forms.definitions.spec import FieldSpec

# The editor's setting `autocomplete` marks the questions that are about the signed-in person.
KNOWN: Mapping[str, Callable[[User], str]] = {
    "name": lambda user: user.name,
    "organization-title": lambda user: user.job_title,
    "email": lambda user: user.email,
    "tel": lambda user: user.phone,
}


def known_answers(fields: Iterable[FieldSpec], user: User) -> dict[str, str]:
    """Return what to show in still unanswered questions about the person; nothing is saved by it."""
    known = {field.key: _known(field, user) for field in fields}
    return {key: value for key, value in known.items() if value}


def _known(field: FieldSpec, user: User) -> str:
    read = KNOWN.get(str(field.settings.get("autocomplete", "")))
    return read(user) if read else ""
