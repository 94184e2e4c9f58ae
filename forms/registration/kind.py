"""The kind of form that registers a patient with the services of a programme."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from forms.definitions.context import FormContext
from forms.definitions.kinds import AnswerProblem, FormKind, SpecProblem, SubmittedEvent, Supplement
from forms.definitions.spec import Answers, AudienceSpec, FormSpec
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

    def draft_title(self, answers: Answers) -> str:
        names = (answers.get(keys.FAMILY_NAME), answers.get(keys.GIVEN_NAME))
        return ", ".join(name for name in names if name)

    def submitted(self, event: SubmittedEvent) -> None:
        open_tasks(event)
