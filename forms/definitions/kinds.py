"""A kind is a contract in code: which keys and types its rules need, who may receive what, and the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse

from forms.definitions.context import FormContext
from forms.definitions.spec import Answers, AudienceSpec, FieldSpec, FormSpec
from forms.definitions.words import KindWords

if TYPE_CHECKING:
    from accounts.models import User
    from programme.models import Programme


class UnknownKind(LookupError):
    """No kind of form is registered under this key."""


class SubmissionRefused(Exception):
    """A kind does not let a form be sent; the message tells people why and what to do."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A field that a kind's rules need, by key and type; `reason` is read by editors."""

    key: str
    type: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """An answer that breaks a rule across fields. A soft one is shown for checking and does not block."""

    field: str
    message: str
    soft: bool = False


@dataclass(frozen=True, slots=True)
class SpecProblem:
    """What is wrong with a definition, in an editor's words. Empty keys mean the form as a whole."""

    message: str
    step: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Supplement:
    """What follows from an answer (for example a calendar); disclosed exactly as `source_field` is."""

    source_field: str
    label: str
    lines: tuple[str, ...]


class FormKind:
    """Base of every kind. Override what the kind needs; the defaults ask nothing."""

    key: str = ""
    label: str = ""
    audiences: tuple[AudienceSpec, ...] = ()
    # Audiences that a form of this kind has only while a route sends them something.
    routed_only: frozenset[str] = frozenset()
    requirements: tuple[Requirement, ...] = ()
    # Field keys: on the head of later pages, and at the top of the first page, where disclosed.
    running: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    # Questions about the signed-in person that no browser can fill in: field key to the name in a profile.
    known_of_the_person: Mapping[str, str] = MappingProxyType({})
    # Field keys whose answers are about the team or its organisation, so that another form may begin with them.
    about_the_team: frozenset[str] = frozenset()
    # Those of them that are about whoever sent the form: a colleague's form does not begin with them.
    about_the_sender: frozenset[str] = frozenset()
    # The URL namespace of the pages of its drafts: another floor's kind has its own (forms.submissions.wizard_urls).
    namespace: str = "submissions"
    words: KindWords = KindWords()
    # Whether its drafts and submissions stand among the registrations: in lists, search and the admin.
    listed: bool = True
    # Whether a colleague may take over a draft.
    shared: bool = False
    # Whether its answers are about patients: then members only fill it in, and only services for patients receive it.
    holds_patients: bool = True
    # Whether free text may speak of a patient, and so brings the adverse-event question.
    safety_questions: bool = True

    def spec_problems(self, spec: FormSpec) -> Iterable[SpecProblem]:
        """Say what beyond `requirements` a definition of this kind must contain."""
        return ()

    def answer_problems(
        self, spec: FormSpec, answers: Answers, context: FormContext
    ) -> Iterable[AnswerProblem]:
        """Check answers against each other. Answers of steps not reached yet are absent."""
        return ()

    def supplements(self, spec: FormSpec, answers: Answers, programme: Programme) -> tuple[Supplement, ...]:
        """Return what follows from the answers, for the check page and the documents."""
        return ()

    def identity(self, answers: Answers) -> str:
        """Return what makes two submissions one patient's, normalised; empty where there is none."""
        return ""

    def identities_of(self, typed: str) -> tuple[str, ...]:
        """Return every `identity` that a typed text could mean, so that its submissions are found."""
        return ()

    def audience_of_permission(self, field: FieldSpec) -> str:
        """Return whom a permission question lets receive the answers; empty for nobody in particular."""
        return ""

    def draft_title(self, answers: Answers) -> str:
        """Return how the owner recognises a draft in the own list; this is patient data."""
        return ""

    def home_url(self, draft: Any) -> str:
        """Return where Back leads from the first page of a draft, and whoever leaves it."""
        return reverse("submissions:list")

    def after_submit_url(self, submission: Any) -> str:
        """Return where a person is led who has just sent a form; without its query, who comes back to it."""
        return f"{reverse('submissions:submission', args=[submission.reference])}?sent=1"

    def submitted(self, event: SubmittedEvent) -> None:
        """React inside the transaction of a submission, for example by opening a task.

        :raises SubmissionRefused: nothing is sent, and the draft is as it was.
        """


@dataclass(frozen=True, slots=True)
class SubmittedEvent:
    """What a kind learns when a form was submitted. `matches` are references in other organisations."""

    submission_id: UUID
    reference: str
    programme: Programme
    spec: FormSpec
    answers: Answers
    matches: tuple[str, ...]
    # Who sent it and for whom; None for a visitor.
    actor_id: UUID | None
    now: datetime
    draft_id: UUID
    organisation_id: UUID | None
    actor: User | None


_kinds: dict[str, FormKind] = {}


def register(kind: FormKind) -> None:
    """Make a kind known; called once by its app when Django starts."""
    _kinds[kind.key] = kind


def kind_of(key: str) -> FormKind:
    """Return the kind registered under `key`; raise UnknownKind."""
    try:
        return _kinds[key]
    except KeyError:
        raise UnknownKind(f"No kind of form is called {key!r}.") from None


def all_kinds() -> tuple[FormKind, ...]:
    """Return every registered kind, by label."""
    return tuple(sorted(_kinds.values(), key=lambda kind: kind.label))
