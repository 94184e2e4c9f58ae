"""The kind of form that registers a patient with the services of a programme."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import TYPE_CHECKING

from forms.definitions.context import FormContext
from forms.definitions.fields.identifiers import numbers_meant
from forms.definitions.kinds import AnswerProblem, FormKind, SpecProblem, SubmittedEvent, Supplement
from forms.definitions.spec import Answers, AudienceSpec, FieldSpec, FormSpec
from forms.registration import keys
from forms.registration.contract import REQUIREMENTS, contract_problems
from forms.registration.rules import answer_problems
from forms.registration.supplements import planned
from forms.registration.tasks import open_tasks

if TYPE_CHECKING:
    from programme.models import Programme


class PatientRegistration(FormKind):
    """Register one patient with the nurse service, a homecare provider and the app service."""

    key = "patient_registration"
    label = "Patient registration"
    audiences = (
        AudienceSpec(keys.NURSE, "Nurse service"),
        AudienceSpec(keys.HOMECARE, "Homecare provider"),
        AudienceSpec(keys.APP, "App service"),
        AudienceSpec(keys.TEAM, "MS team's own copy"),
    )
    requirements = REQUIREMENTS
    running = (keys.FAMILY_NAME, keys.GIVEN_NAME, keys.DATE_OF_BIRTH)
    summary = (keys.FIRST_DOSE_DATE, keys.FIRST_DELIVERY_BY, keys.PRESCRIPTION_STATUS)
    about_the_team = keys.ABOUT_THE_TEAM
    about_the_sender = keys.ABOUT_THE_REFERRER
    known_of_the_person = MappingProxyType({keys.REFERRER_NUMBER: "registration_number"})

    def spec_problems(self, spec: FormSpec) -> Iterable[SpecProblem]:
        return contract_problems(spec)

    def answer_problems(
        self, spec: FormSpec, answers: Answers, context: FormContext
    ) -> Iterable[AnswerProblem]:
        return answer_problems(spec, answers, context)

    def supplements(self, spec: FormSpec, answers: Answers, programme: Programme) -> tuple[Supplement, ...]:
        return tuple(planned(programme.product, answers))

    def identity(self, answers: Answers) -> str:
        number = answers.get(keys.HEALTH_NUMBER)
        return f"{number['kind']}:{number['value']}" if number else ""

    def identities_of(self, typed: str) -> tuple[str, ...]:
        return tuple(f"{kind}:{number}" for kind, number in numbers_meant(typed))

    def audience_of_permission(self, field: FieldSpec) -> str:
        audiences = {keys.permission_for(one.key): one.key for one in self.audiences}
        return audiences.get(field.key, "")

    def draft_title(self, answers: Answers) -> str:
        names = (answers.get(keys.FAMILY_NAME), answers.get(keys.GIVEN_NAME))
        return ", ".join(name for name in names if name)

    def submitted(self, event: SubmittedEvent) -> None:
        open_tasks(event)
