"""Which answers of a sent form may stand in another one like it: never the patient's. Pure."""

from __future__ import annotations

from forms.definitions.kinds import FormKind
from forms.definitions.path import apply
from forms.definitions.spec import Answers, FieldSpec, FormSpec, Json

# Identifiers, prose, files, and what somebody permits, declares or signs are given anew each time.
NEVER_COPIED = frozenset(
    {"date_of_birth", "declaration", "files", "health_number", "long_text", "permission", "rows", "signature"}
)
# What browsers may fill in that holds for everybody of an organisation, not for one person.
OF_EVERYBODY = frozenset({"organization", "postal-code"})


def about_the_team(
    spec: FormSpec, answers: Answers, *, sent_with: FormSpec, kind: FormKind, by_the_sender: bool
) -> dict[str, Json]:
    """Return those of the sent answers that are about the team or the organisation, and fit the form as it is now.

    A question counts as about the team only where its kind says so, or its editor by what browsers may fill
    in: everything else is taken for the patient's. What is about the sender is not a colleague's.
    """
    types = {field.key: field.type for field in sent_with.fields()}
    kept = {
        field.key: answers[field.key]
        for field in spec.fields()
        if field.key in answers
        and types.get(field.key) == field.type
        and _may_be_copied(field, kind)
        and (by_the_sender or not _is_the_sender_s(field, kind))
    }
    return dict(apply(spec, kept).answers)


def _may_be_copied(field: FieldSpec, kind: FormKind) -> bool:
    if field.type in NEVER_COPIED or field.companion_of or field.settings.get("free_text") is True:
        return False
    marked = field.settings.get("autocomplete", "off") != "off"
    return marked or field.key in kind.about_the_team


def _is_the_sender_s(field: FieldSpec, kind: FormKind) -> bool:
    if field.key in kind.about_the_team:
        return field.key in kind.about_the_sender
    return field.settings.get("autocomplete") not in OF_EVERYBODY
