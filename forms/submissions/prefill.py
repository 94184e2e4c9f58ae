"""Offer what the site knows about the signed-in person, so that nobody types it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from accounts.models import User
from forms.definitions.kinds import FormKind
from forms.definitions.spec import FieldSpec, Json

PROFILE: Mapping[str, Callable[[User], str]] = {
    "name": lambda user: user.name,
    "organization-title": lambda user: user.job_title,
    "email": lambda user: user.email,
    "tel": lambda user: user.phone,
    "registration_number": lambda user: user.registration_number,
}


def known_answers(fields: Iterable[FieldSpec], user: User, kind: FormKind) -> dict[str, Json]:
    """Return what to show in still unanswered questions about the person; nothing is saved by it.

    The editor's setting `autocomplete` marks these questions, or the kind; a signature is always one.
    """
    known = {field.key: _known(field, user, kind) for field in fields}
    return {key: value for key, value in known.items() if value}


def _known(field: FieldSpec, user: User, kind: FormKind) -> Json:
    if field.type == "signature":
        return {"name": user.name, "job_title": user.job_title}
    name = field.settings.get("autocomplete") or kind.known_of_the_person.get(field.key, "")
    read = PROFILE.get(str(name))
    return read(user) if read else ""
