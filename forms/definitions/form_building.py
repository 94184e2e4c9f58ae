"""Ask one step and clean one POST of it. Each POST cleans each applicable question exactly once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forms.definitions.checks import broken_check
from forms.definitions.conditions import Facts, applies
from forms.definitions.context import FormContext
from forms.definitions.fields import field_type
from forms.definitions.fields.files import WRONG, WrongFiles
from forms.definitions.path import AppliedForm, apply
from forms.definitions.questions import Question, QuestionError, input_id
from forms.definitions.same_step import condition_in_words, referred_to, residual
from forms.definitions.spec import Answers, FieldSpec, FormSpec, Json, Rule, StepSpec


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the step, and what of its condition depends on other answers of the step."""

    field: FieldSpec
    show_when: Rule


class StepForm(forms.Form):
    """The form of one step. What conditions hide is neither required nor stored; what hangs on a wrong answer waits."""

    def __init__(
        self,
        asked: Iterable[Asked],
        *,
        context: FormContext,
        facts: Mapping[str, tuple[str, ...]],
        answers: Answers,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data=data, use_required_attribute=False)
        self.asked = tuple(asked)
        self.context = context
        self.known_facts = facts
        # By field key: where an answer comes from that nobody has given yet.
        self.known: Mapping[str, str] = {}
        self._stored: dict[str, Json] = {}
        self._kept: set[str] = set()
        self._derived = self._derive(answers)
        for one in self.asked:
            type_, key = field_type(one.field.type), one.field.key
            # A question that is shown and was never answered is drawn without a Django field of its own.
            if not type_.asked or (data is None and key not in answers):
                continue
            self.fields[key] = type_.form_field(one.field, context)
            if key in answers:
                self.initial[key] = type_.to_initial(one.field, answers[key])

    def _derive(self, answers: Answers) -> dict[str, Json]:
        """Return the answers that nobody is asked, as the answers so far make them."""
        found: dict[str, Json] = {}
        facts = dict(self.known_facts)
        for field in (one.field for one in self.asked):
            type_, stored = field_type(field.type), answers.get(field.key)
            if not type_.asked:
                found[field.key] = stored = type_.derive(field, stored, facts, self.context.today)
            if stored is not None:
                facts[field.key] = type_.facts(stored)
        return found

    def _clean_fields(self) -> None:
        facts = dict(self.known_facts)
        # Wrong answers and what hangs on them: of that nobody knows yet whether it is asked.
        unsettled: set[str] = set()
        for one in self.asked:
            field, type_ = one.field, field_type(one.field.type)
            hangs = not unsettled.isdisjoint(referred_to(field, one.show_when))
            if not type_.collects or not (hangs or applies(one.show_when, facts)):
                continue
            if hangs:
                unsettled.add(field.key)
            try:
                cleaned, stored = self._cleaned(field, facts)
            except ValidationError as error:
                if not hangs:
                    self.add_error(field.key, error)
                if any(one.code != "required" for one in error.error_list):
                    unsettled.add(field.key)
                if isinstance(error, WrongFiles):
                    self._keep(field, type_.to_stored(field, error.kept))
                continue
            self.cleaned_data[field.key] = cleaned
            if stored is not None:
                self._stored[field.key] = stored
                facts[field.key] = type_.facts(stored)

    def _cleaned(self, field: FieldSpec, facts: Facts) -> tuple[Any, Json]:
        """Return a cleaned answer and what is stored of it; raise ValidationError."""
        type_ = field_type(field.type)
        if not type_.asked:
            stored = type_.derive(field, None, facts, self.context.today)
            self._derived[field.key] = stored
            return stored, stored
        cleaned = self.fields[field.key].clean(self._posted(field.key))
        stored = type_.to_stored(field, cleaned)
        if stored is not None:
            problem = type_.problem(field, stored, facts, self.context)
            if problem := problem or broken_check(field, stored, facts, self.context.today):
                raise ValidationError(problem)
        return cleaned, stored

    def _posted(self, key: str) -> Any:
        return self.fields[key].widget.value_from_datadict(self.data, self.files, self.add_prefix(key))

    def stored_answers(self) -> dict[str, Json]:
        """Return the step's answers as drafts keep them; raise ValueError if the form is not valid."""
        if not self.is_valid():
            raise ValueError("A step with errors has no answers to store.")
        return self.valid_answers()

    def valid_answers(self) -> dict[str, Json]:
        """Return the answers of those questions that cleaned, even if others did not."""
        wrong = self.errors
        return {key: stored for key, stored in self._stored.items() if key not in wrong or key in self._kept}

    def refuse(self, key: str, message: str) -> None:
        """Put an error beside a question, unless the others hide it: for a file not taken, not for its answer."""
        if key in self.errors or key in self.cleaned_data:
            known = self.errors[key].as_data() if key in self.errors else []
            # Who chose a file that was not taken need not be told to choose one.
            if all(error.code == "required" for error in known):
                self.errors.pop(key, None)
                self._kept.add(key)
            self.add_error(key, ValidationError(message, code=WRONG))

    def _keep(self, field: FieldSpec, stored: Json) -> None:
        self._kept.add(field.key)
        if stored is not None:
            self._stored[field.key] = stored

    def forgive(self) -> None:
        """Drop the errors of a page that is shown again before it is finished, but for those about files."""
        for key in list(self.errors):
            found = [error for error in self.errors[key].as_data() if error.code == WRONG]
            del self.errors[key]
            for error in found:
                self.add_error(key, error)

    @property
    def questions(self) -> list[Question]:
        """Return the step's questions for its page, errors included."""
        fields = {one.field.key: one.field for one in self.asked}
        return [self._question(one, fields) for one in self.asked if not field_type(one.field.type).hidden]

    @property
    def error_links(self) -> list[tuple[str, str]]:
        """Return (anchor, message) of every error in the order of the page, for the error summary."""
        general = [("", str(message)) for message in self.non_field_errors()]
        return general + [
            (error.anchor, error.message) for one in self.asked for error in self._errors_of(one.field)
        ]

    def _question(self, one: Asked, fields: Mapping[str, FieldSpec]) -> Question:
        field, type_ = one.field, field_type(one.field.type)
        details: Mapping[str, Any] | None = None
        if field.key in self.fields:
            bound = self[field.key]
            details = type_.details(field, bound.field, input_id(field.key), bound.value())
        elif not type_.asked:
            value = self._derived.get(field.key)
            details = type_.details(field, type_.form_field(field, self.context), input_id(field.key), value)
        else:
            details = _blank_details(field, replace(self.context, received={}))
        return Question(
            field=field,
            type=type_,
            errors=self._errors_of(field),
            details=details,
            show_when=one.show_when,
            condition=condition_in_words(one.show_when, fields),
            notice=self.context.safety_notice if type_.is_free_text(field) else "",
            received=self.context.received.get(field.key, ()),
            known=self.known.get(field.key, "") if not self.is_bound else "",
            blank=not self.is_bound and field.key not in self.initial and type_.asked,
        )

    def _errors_of(self, field: FieldSpec) -> tuple[QuestionError, ...]:
        if not self.is_bound or field.key not in self.errors:
            return ()
        first_part = next(iter(field_type(field.type).parts), "")
        return tuple(
            QuestionError(
                message=message,
                anchor=input_id(field.key, getattr(error, "part", "") or first_part),
            )
            for error in self.errors[field.key].as_data()
            for message in error.messages
        )


@lru_cache(maxsize=1024)
def _blank_details(field: FieldSpec, context: FormContext) -> Mapping[str, Any]:
    """Return what the template of an unanswered question needs: the same for everybody in this context."""
    type_ = field_type(field.type)
    asked = type_.form_field(field, context)
    return type_.details(field, asked, input_id(field.key), asked.prepare_value(asked.initial))


def build_form(
    step: StepSpec,
    *,
    spec: FormSpec,
    context: FormContext,
    answers: Answers,
    data: Mapping[str, Any] | None = None,
    applied: AppliedForm | None = None,
) -> StepForm:
    """Return the form of a step: blank or filled from stored `answers`, or bound to a POST's `data`.

    `step` may come from the spec or from an applied form: which of its fields are asked follows from
    the answers of the steps before it, and from what is posted with it. `applied` is the form as
    `answers` make it, where the caller knows it already.
    """
    position = [one.key for one in spec.steps].index(step.key)
    whole = spec.steps[position]
    facts = _facts_before(position, spec, applied or apply(spec, answers))
    asked: dict[str, Asked] = {}
    open_: set[str] = set()
    for field in whole.fields:
        show_when = residual(field.show_when, facts, open_)
        if show_when is None:
            continue
        asked[field.key] = Asked(field, show_when)
        type_ = field_type(field.type)
        if type_.hidden and (stored := type_.derive(field, None, facts, context.today)) is not None:
            # Known beforehand: what depends on it is settled here, and it need not be on the page.
            facts[field.key] = type_.facts(stored)
        else:
            open_.add(field.key)
    return StepForm(asked.values(), context=context, facts=facts, answers=answers, data=data)


def _facts_before(position: int, spec: FormSpec, applied: AppliedForm) -> dict[str, tuple[str, ...]]:
    """Return the facts of the steps before a position; nothing later had a part in them."""
    earlier = {field.key for step in spec.steps[:position] for field in step.fields}
    return {key: found for key, found in applied.facts.items() if key in earlier}
