"""Who may fill in a form: visitors only where nothing is asked about patients, and nothing of the directory."""

from __future__ import annotations

from forms.definitions.compile.problems import CompileProblem, Problems
from forms.definitions.compile.source import Source, SourceField
from forms.definitions.fields.files import MEGABYTE, NAME as FILES, most_bytes
from forms.definitions.kinds import FormKind
from forms.definitions.spec import ANYONE, MEMBERS, PATIENTS, PROFESSIONALS, PUBLIC

# Questions that name a patient or speak for one.
ABOUT_A_PATIENT = frozenset({"date_of_birth", "health_number", "permission"})
# What these offer belongs to an organisation, and a visitor has none.
OF_AN_ORGANISATION = frozenset({"organisation", "partner", "site"})
# A stranger's request may bring little more than this (MOST_BODY_BYTES_OF_STRANGERS).
VISITORS_MOST_MEGABYTES = 10


def problems(source: Source, kind: FormKind) -> Problems:
    """Say what keeps a form from being filled in by those to whom it is open, or read by a desk."""
    open_to_anyone = source.open_to == ANYONE
    if source.open_to not in (MEMBERS, ANYONE):
        yield CompileProblem(("open_to",), "Choose who may fill in the form.")
    if source.readers not in (PROFESSIONALS, PATIENTS, PUBLIC):
        yield CompileProblem(("readers",), "Choose which visitors may read the form.")
    if open_to_anyone and kind.holds_patients:
        yield CompileProblem(("open_to",), "A form of this kind is about patients: members only fill it in.")
    leaves_care = open_to_anyone or any(route.spec.partner_code for route in source.routes)
    for field in source.fields():
        if leaves_care and not kind.holds_patients and field.spec.type in ABOUT_A_PATIENT:
            yield field.problem(
                "Leave this question out: neither visitors nor desks have to do with patients."
            )
        if open_to_anyone:
            yield from _without_organisation(field)
            yield from _small_enough(field)
    for route in source.routes:
        if open_to_anyone and not route.spec.partner_code:
            yield route.problem("What visitors send goes to desks only. Choose a desk.", "partner_code")


def _small_enough(field: SourceField) -> Problems:
    if field.spec.type == FILES and most_bytes(field.spec) > VISITORS_MOST_MEGABYTES * MEGABYTE:
        yield field.problem(
            f"Visitors may send files of up to {VISITORS_MOST_MEGABYTES} MB. Set the biggest size to "
            f"{VISITORS_MOST_MEGABYTES} or less.",
            "most_megabytes",
        )


def _without_organisation(field: SourceField) -> Problems:
    if field.spec.type in OF_AN_ORGANISATION:
        yield field.problem("A visitor has no organisation to choose for. Ask with a text instead.")
    for index, option in enumerate(field.spec.options):
        if option.partner_role:
            yield field.problem(
                "For a visitor no partner is on offer. Leave this empty.", "options", index, "partner_role"
            )
