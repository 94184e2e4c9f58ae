"""What a definition must contain so that the rules of a patient registration can work."""

from __future__ import annotations

from collections.abc import Iterator

from forms.definitions.conditions import Facts, applies
from forms.definitions.kinds import Requirement, SpecProblem
from forms.definitions.spec import SHARE, WITHHOLD, FieldSpec, FormSpec, StepSpec
from forms.registration import keys

REQUIREMENTS = (
    Requirement(keys.ORGANISATION, "organisation", "It says which organisation registers the patient."),
    Requirement(keys.GIVEN_NAME, "short_text", "It names the patient."),
    Requirement(keys.FAMILY_NAME, "short_text", "It names the patient."),
    Requirement(keys.DATE_OF_BIRTH, "date_of_birth", "It is checked against the health-service number."),
    Requirement(keys.HEALTH_NUMBER, "health_number", "It finds a second registration of the same patient."),
    Requirement(keys.HOME_ADDRESS, "address", "Homecare and visits at home need it."),
    Requirement(keys.MOBILE, "phone", "The patient must be reachable."),
    Requirement(keys.LANDLINE, "phone", "The patient must be reachable."),
    Requirement(keys.EMAIL, "email", "The app service may need it."),
    Requirement(keys.FIRST_DOSE_DATE, "date", "The calendar of injections follows from it."),
    Requirement(keys.SERVICES, "checkboxes", "It decides who receives the registration."),
    Requirement(keys.VISIT_MODE, "radios", "It decides whether the nurse service needs the address."),
    Requirement(keys.HOMECARE_PROVIDER, "partner", "It says which provider receives the registration."),
    Requirement(keys.DELIVERY_FREQUENCY, "radios", "The calendar of deliveries follows from it."),
    Requirement(keys.FIRST_DELIVERY_BY, "date", "It is checked against the first dose."),
    Requirement(keys.ADVERSE_EVENT, "yes_no", "A yes opens a task for drug safety."),
    Requirement(keys.HCP_DECLARATION, "declaration", "A professional stands behind every registration."),
    Requirement(keys.SIGNATURE, "signature", "A professional signs every registration."),
)
ALWAYS_REQUIRED = (
    keys.ORGANISATION,
    keys.GIVEN_NAME,
    keys.FAMILY_NAME,
    keys.DATE_OF_BIRTH,
    keys.HEALTH_NUMBER,
    keys.FIRST_DOSE_DATE,
    keys.SERVICES,
    keys.ADVERSE_EVENT,
    keys.HCP_DECLARATION,
    keys.SIGNATURE,
)
CALENDAR_TELLS = {
    keys.FIRST_DOSE_DATE: "the date of the first dose",
    keys.FIRST_DELIVERY_BY: "when the first delivery is needed",
}


def contract_problems(spec: FormSpec) -> Iterator[SpecProblem]:
    """Yield what keeps a definition from being a patient registration, in an editor's words."""
    yield from _always_asked(spec)
    yield from _services_and_routes(spec)
    for audience in dict.fromkeys(route.audience for route in spec.routes):
        yield from _permission(spec, audience)
    yield from _provider(spec)
    yield from _frequency(spec)
    yield from _calendar_leaks_nothing(spec)


def _always_asked(spec: FormSpec) -> Iterator[SpecProblem]:
    for key in ALWAYS_REQUIRED:
        found = find(spec, key)
        if found is None:
            continue  # the missing requirement is reported by itself
        step, field = found
        if not field.required:
            yield SpecProblem(f"“{field.label}” must be required.", step.key, key)
        if step.show_when.conditions or field.show_when.conditions:
            yield SpecProblem(f"“{field.label}” must always be shown: remove its condition.", step.key, key)


def _services_and_routes(spec: FormSpec) -> Iterator[SpecProblem]:
    found = find(spec, keys.SERVICES)
    if found is None:
        return
    step, services = found
    offered = {option.value for option in services.options}
    routed = {route.audience for route in spec.routes}
    for option in services.options:
        if option.value not in routed:
            yield SpecProblem(
                f"Nobody receives the service “{option.label}”: add a route for it.", step.key, services.key
            )
    for audience in sorted(routed - offered):
        yield SpecProblem(f"The route for “{audience}” has no service that a team can choose.")
    for route in spec.routes:
        if route.audience in offered and not applies(route.show_when, _chosen(route.audience)):
            yield SpecProblem(f"The route for “{route.audience}” must apply whenever its service is chosen.")
        if not route.show_when.conditions or applies(route.show_when, _chosen("")):
            yield SpecProblem(f"The route for “{route.audience}” must apply only when its service is chosen.")


def _permission(spec: FormSpec, audience: str) -> Iterator[SpecProblem]:
    key = keys.permission_for(audience)
    found = find(spec, key)
    if found is None or found[1].type != "permission":
        yield SpecProblem(
            f"Ask for the patient's permission for “{audience}”: a permission field with the key {key}."
        )
        return
    step, field = found
    if not field.required:
        yield SpecProblem(f"“{field.label}” must be required.", step.key, key)
    if not _shown(step, field, _chosen(audience)):
        yield SpecProblem(
            f"“{field.label}” must be shown whenever the service “{audience}” is chosen.", step.key, key
        )
    if any(one.audience == audience and one.decision == WITHHOLD for one in field.disclosures):
        yield SpecProblem(f"“{field.label}” must be shared with the recipient it is for.", step.key, key)


def _provider(spec: FormSpec) -> Iterator[SpecProblem]:
    found = find(spec, keys.HOMECARE_PROVIDER)
    if found is None:
        return
    step, field = found
    if not field.required or not _shown(step, field, _chosen(keys.HOMECARE)):
        yield SpecProblem(
            f"“{field.label}” must be required and shown whenever homecare is chosen.", step.key, field.key
        )
    routed = [route for route in spec.routes if route.audience == keys.HOMECARE]
    if any(route.partner_field != field.key for route in routed):
        yield SpecProblem("The route for homecare must lead to the provider that the team chose.")


def _frequency(spec: FormSpec) -> Iterator[SpecProblem]:
    found = find(spec, keys.DELIVERY_FREQUENCY)
    if found is None:
        return
    step, field = found
    unknown = [option.label for option in field.options if option.value not in keys.MONTHS_EACH]
    if unknown:
        yield SpecProblem(
            f"The calendar does not know “{unknown[0]}”: use the values {' and '.join(keys.MONTHS_EACH)}.",
            step.key,
            field.key,
        )


def _calendar_leaks_nothing(spec: FormSpec) -> Iterator[SpecProblem]:
    """The calendar of deliveries tells the dates it is made from, so all go to the same recipients."""
    frequency = find(spec, keys.DELIVERY_FREQUENCY)
    if frequency is None:
        return
    told = {one.audience for one in frequency[1].disclosures if one.decision != WITHHOLD}
    for key, what in CALENDAR_TELLS.items():
        found = find(spec, key)
        may_know = {one.audience for one in found[1].disclosures if one.decision == SHARE} if found else told
        for audience in sorted(told - may_know):
            yield SpecProblem(
                f"The calendar of deliveries would tell “{audience}” {what}: share that date "
                f"with it, or withhold “{frequency[1].label}”.",
                frequency[0].key,
                frequency[1].key,
            )


def find(spec: FormSpec, key: str) -> tuple[StepSpec, FieldSpec] | None:
    """Return a field with the step it stands on, or None."""
    return next(((step, field) for step in spec.steps for field in step.fields if field.key == key), None)


def _chosen(audience: str) -> Facts:
    return {keys.SERVICES: (audience,)} if audience else {}


def _shown(step: StepSpec, field: FieldSpec, facts: Facts) -> bool:
    return applies(step.show_when, facts) and applies(field.show_when, facts)
