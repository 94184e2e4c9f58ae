"""Rules across the answers of a patient registration. Answers of pages not reached yet are absent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from forms.definitions.context import FormContext
from forms.definitions.fields.identifiers import CHI, caution, chi_agrees
from forms.definitions.kinds import AnswerProblem
from forms.definitions.spec import Answers, FormSpec
from forms.registration import keys
from forms.registration.contract import find
from forms.registration.supplements import date_in

PERMISSION_IS_OLD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Register:
    """How the numbers of a professional register look."""

    pattern: re.Pattern[str]
    shape: str


REGISTERS = {
    "nmc": Register(
        re.compile(r"\d{2}[A-Z]\d{4}[A-Z]"), "an NMC PIN has 2 digits, a letter, 4 digits and a letter"
    ),
    "gmc": Register(re.compile(r"C?\d{7}"), "a GMC number has 7 digits"),
    "gphc": Register(re.compile(r"\d{7}"), "a GPhC number has 7 digits"),
}


def answer_problems(spec: FormSpec, answers: Answers, context: FormContext) -> Iterator[AnswerProblem]:
    """Yield every rule that the answers given so far break."""
    yield from number_is_usual(answers)
    yield from birth_date_fits_chi(answers)
    yield from patient_is_reachable(spec, answers)
    yield from dates_are_in_order(answers, context)
    yield from services_can_be_given(spec, answers, context)
    yield from address_is_known(spec, answers)
    yield from permission_is_given(answers)
    yield from permission_dates_are_likely(answers, context)
    yield from register_numbers_look_right(answers)
    yield from adverse_event_answers_agree(spec, answers)


def number_is_usual(answers: Answers) -> Iterator[AnswerProblem]:
    """A number that is valid but rare is worth a look."""
    number = answers.get(keys.HEALTH_NUMBER)
    if number and (words := caution(number["kind"], number["value"])):
        yield AnswerProblem(keys.HEALTH_NUMBER, f"{words}.", soft=True)


def birth_date_fits_chi(answers: Answers) -> Iterator[AnswerProblem]:
    """A CHI number begins with the date of birth; a mismatch is worth a look, but real ones exist."""
    number, born = answers.get(keys.HEALTH_NUMBER), date_in(answers, keys.DATE_OF_BIRTH)
    if not number or born is None or number["kind"] != CHI:
        return
    if not chi_agrees(number["value"], born):
        yield AnswerProblem(
            keys.DATE_OF_BIRTH,
            "The CHI number begins with a different date of birth. Check both; go on if both are right.",
            soft=True,
        )


def patient_is_reachable(spec: FormSpec, answers: Answers) -> Iterator[AnswerProblem]:
    """One telephone number at least; the app service reaches people by mobile or e-mail only."""
    if not _reached(spec, keys.MOBILE, answers):
        return
    if not answers.get(keys.MOBILE) and not answers.get(keys.LANDLINE):
        yield AnswerProblem(keys.MOBILE, "Enter a mobile or a landline number for the patient.")
    elif keys.APP in services_of(answers) and not answers.get(keys.MOBILE) and not answers.get(keys.EMAIL):
        yield AnswerProblem(
            keys.EMAIL, "The app service needs the patient's e-mail address or mobile number."
        )


def dates_are_in_order(answers: Answers, context: FormContext) -> Iterator[AnswerProblem]:
    """The first dose is still to come, and the pens arrive no later than it is due."""
    first_dose = date_in(answers, keys.FIRST_DOSE_DATE)
    first_delivery = date_in(answers, keys.FIRST_DELIVERY_BY)
    if first_dose is not None and first_dose < context.today:
        yield AnswerProblem(keys.FIRST_DOSE_DATE, "The planned first dose must be today or later.")
    if first_delivery is not None and first_delivery < context.today:
        yield AnswerProblem(keys.FIRST_DELIVERY_BY, "The first delivery must be today or later.")
    elif first_delivery is not None and first_dose is not None and first_delivery > first_dose:
        yield AnswerProblem(
            keys.FIRST_DELIVERY_BY,
            f"The first delivery must arrive by the first dose on {first_dose.day} {first_dose:%B %Y}.",
        )


def services_can_be_given(spec: FormSpec, answers: Answers, context: FormContext) -> Iterator[AnswerProblem]:
    """At least one service, each with a partner that takes this organisation's registrations today."""
    if keys.SERVICES not in answers:
        return
    chosen = services_of(answers)
    if not chosen:
        yield AnswerProblem(keys.SERVICES, "Choose at least one service.")
    # Partners are looked up only for pages that ask for one: none known here says nothing.
    on_offer = {partner.group for partner in context.partners}
    labels = _service_labels(spec)
    for route in spec.routes:
        if on_offer and route.audience in chosen and route.role not in on_offer:
            yield AnswerProblem(
                keys.SERVICES,
                f"{labels.get(route.audience, route.audience)} is not available to your organisation today. "
                "Untick it to continue.",
            )
    if keys.HOMECARE in chosen and not answers.get(keys.HOMECARE_PROVIDER):
        yield AnswerProblem(keys.HOMECARE_PROVIDER, "Choose the homecare provider.")


def address_is_known(spec: FormSpec, answers: Answers) -> Iterator[AnswerProblem]:
    """Deliveries and visits at home need an address; nothing else asks for it."""
    at_home = answers.get(keys.VISIT_MODE) not in (None, "", keys.VIRTUAL)
    needed = keys.HOMECARE in services_of(answers) or at_home
    if needed and _reached(spec, keys.HOME_ADDRESS, answers) and not answers.get(keys.HOME_ADDRESS):
        yield AnswerProblem(
            keys.HOME_ADDRESS, "Enter the patient's home address: homecare or visits at home were chosen."
        )


def permission_is_given(answers: Answers) -> Iterator[AnswerProblem]:
    """Nothing is signed off for a recipient whom the patient has not agreed to."""
    if not answers.get(keys.SIGNATURE):
        return
    for service in services_of(answers):
        permission = answers.get(keys.permission_for(service))
        if not permission or not permission.get("given"):
            yield AnswerProblem(
                keys.permission_for(service),
                "Record the patient's permission, or untick the service it is for.",
            )


def permission_dates_are_likely(answers: Answers, context: FormContext) -> Iterator[AnswerProblem]:
    """Nobody agrees before being born; a permission of long ago may be the wrong year, or out of date."""
    born = date_in(answers, keys.DATE_OF_BIRTH)
    for service in services_of(answers):
        key = keys.permission_for(service)
        given = date_in(answers.get(key) or {}, "on")
        if given is None:
            continue
        if born is not None and given < born:
            yield AnswerProblem(key, "The patient was not born yet on this date. Check when they agreed.")
        elif context.today - given > PERMISSION_IS_OLD:
            yield AnswerProblem(
                key,
                f"The patient agreed on {given.day} {given:%B %Y}. Check that this still holds.",
                soft=True,
            )


def register_numbers_look_right(answers: Answers) -> Iterator[AnswerProblem]:
    """A number in another form is worth a look. Having the right form never proves registration."""
    own = REGISTERS.get(answers.get(keys.REFERRER_REGISTER, ""))
    for key, register in ((keys.REFERRER_NUMBER, own), (keys.CONSULTANT_GMC, REGISTERS["gmc"])):
        number = answers.get(key)
        if number and register and not register.pattern.fullmatch("".join(number.upper().split())):
            yield AnswerProblem(key, f"Check this number: {register.shape}.", soft=True)


def adverse_event_answers_agree(spec: FormSpec, answers: Answers) -> Iterator[AnswerProblem]:
    """A yes beside one answer and a no for the whole form do not fit; only a person can say which is right."""
    if answers.get(keys.ADVERSE_EVENT) != "no":
        return
    labels = {field.key: field.label for field in spec.fields()}
    for field in spec.fields():
        if field.companion_of and answers.get(field.key) == "yes":
            yield AnswerProblem(
                keys.ADVERSE_EVENT,
                f"You answered no here, but yes to the question about an adverse event beside "
                f"“{labels.get(field.companion_of, field.companion_of)}”. Check both.",
                soft=True,
            )


def services_of(answers: Answers) -> tuple[str, ...]:
    """Return the services that were chosen."""
    return tuple(answers.get(keys.SERVICES) or ())


def _service_labels(spec: FormSpec) -> dict[str, str]:
    services = spec.field(keys.SERVICES)
    return {option.value: option.label for option in services.options} if services else {}


def _reached(spec: FormSpec, key: str, answers: Answers) -> bool:
    """Say whether the page with this field was answered at all."""
    found = find(spec, key)
    return found is not None and any(answers.get(field.key) is not None for field in found[0].fields)
