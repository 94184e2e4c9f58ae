"""Offer what the site knows about the signed-in person and the organisation, so that nobody types it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from accounts.models import User
from directory.models import Organisation
from forms.definitions.kinds import FormKind
from forms.definitions.spec import FieldSpec, Json
from forms.submissions.models import Draft
from forms.submissions.surroundings import with_organisation

FROM_THE_PROFILE = "From your profile. Change it here for this form only."
FROM_THE_ORGANISATION = "From your organisation’s entry. Change it here for this form only."
PROFILE: Mapping[str, Callable[[User], str]] = {
    "name": lambda user: user.name,
    "organization-title": lambda user: user.job_title,
    "email": lambda user: user.email,
    "tel": lambda user: user.phone,
    "registration_number": lambda user: user.registration_number,
}
ENTRY: Mapping[str, Callable[[Organisation], str]] = {
    "organization": lambda organisation: organisation.name,
    "postal-code": lambda organisation: organisation.postcode,
}


@dataclass(frozen=True, slots=True)
class Known:
    """An answer that the site could give, and where it comes from, in words for the page."""

    answer: Json
    words: str


def known_answers(fields: Iterable[FieldSpec], user: User, kind: FormKind) -> dict[str, Json]:
    """Return what to show in still unanswered questions about the person; nothing is saved by it."""
    return {key: one.answer for key, one in known_of(fields, user, kind, None).items()}


def known_of(
    fields: Iterable[FieldSpec], user: User, kind: FormKind, draft: Draft | None
) -> dict[str, Known]:
    """Return what to show in still unanswered questions about the person or the organisation; nothing is saved.

    The editor's setting `autocomplete` marks these questions, or the kind; a signature is always one.
    """
    known = {field.key: _known(field, user, kind, draft) for field in fields}
    return {key: value for key, value in known.items() if value is not None and value.answer}


def _known(field: FieldSpec, user: User, kind: FormKind, draft: Draft | None) -> Known | None:
    if field.type == "signature":
        return Known({"name": user.name, "job_title": user.job_title}, FROM_THE_PROFILE)
    name = str(field.settings.get("autocomplete") or kind.known_of_the_person.get(field.key, ""))
    if read := PROFILE.get(name):
        return Known(read(user), FROM_THE_PROFILE)
    look_up = ENTRY.get(name)
    organisation = with_organisation(draft).organisation if draft is not None and look_up else None
    if look_up is None or organisation is None:
        return None
    return Known(look_up(organisation), FROM_THE_ORGANISATION)
