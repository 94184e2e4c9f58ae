"""Turn answers, recipients and legs into what templates show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from forms.definitions.fields import field_type
from forms.definitions.fields.base import AnsweredFile, AnswerTable
from forms.definitions.fields.files import kind_and_size
from forms.definitions.kinds import Supplement, kind_of
from forms.definitions.questions import input_id
from forms.definitions.spec import Answers, FieldSpec, FormSpec, StepSpec
from forms.definitions.versions import spec_of
from forms.documents.disclosure import build_sections, disclose
from forms.routing.legs import Leg
from forms.routing.models import Delivery
from forms.submissions.journey import Journey, journey_of
from forms.submissions.legs import TEAM, Recipient
from forms.submissions.models import Submission

FileUrl = Callable[[str], str]
SETTLED = frozenset(
    {Delivery.State.SENT, Delivery.State.ACKNOWLEDGED, Delivery.State.FAILED, Delivery.State.CANCELLED}
)
LEG_TAGS = {
    Delivery.State.SENT: "good",
    Delivery.State.ACKNOWLEDGED: "good",
    Delivery.State.FAILED: "bad",
    Delivery.State.HELD: "bad",
    Delivery.State.CANCELLED: "quiet",
}
OUTCOME_TAGS = {
    Submission.Outcome.DELIVERED: "good",
    Submission.Outcome.FAILED: "bad",
    Submission.Outcome.CANCELLED: "quiet",
}


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of an answer, and where whoever reads the answer may download it."""

    name: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A label, the lines of its answer, where it is changed; the answer as a table, or its files, if it is that."""

    label: str
    lines: tuple[str, ...]
    change_url: str = ""
    table: AnswerTable | None = None
    files: tuple[ShownFile, ...] = ()

    @property
    def text(self) -> str:
        """Return the answer for a page: its lines, or that there is none."""
        return "\n".join(self.lines) or "Not answered"


@dataclass(frozen=True, slots=True)
class SummarySection:
    """One page of the form with its answers."""

    title: str
    rows: tuple[SummaryRow, ...]
    change_url: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedSection:
    """One section of a document without the answers."""

    title: str
    labels: list[str]


@dataclass(frozen=True, slots=True)
class ReceivedSections:
    """Who will receive what: the recipient, and the sections of its document without the answers."""

    recipient: str
    audience: str
    sections: tuple[ReceivedSection, ...]


@dataclass(frozen=True, slots=True)
class ShownLeg:
    """One leg with the colour of its state."""

    leg: Leg
    tag: str


def anchor_of(field: FieldSpec) -> str:
    """Return the id of a question's first input, where a link to the question leads."""
    return input_id(field.key, next(iter(field_type(field.type).parts), ""))


def summary_rows(
    step: StepSpec,
    answers: Answers,
    *,
    change_url: str = "",
    supplements: tuple[Supplement, ...] = (),
    file_url: FileUrl | None = None,
) -> tuple[SummaryRow, ...]:
    """Return a step's answers, each with what follows from it right after it, as in the documents.

    With `change_url` each answer leads to its question on that page, with `file_url` each file to its download.
    """
    rows = []
    for field in step.fields:
        type_, stored = field_type(field.type), answers.get(field.key)
        if not type_.collects or type_.hidden:
            continue
        url = f"{change_url}#{anchor_of(field)}" if change_url and type_.asked else ""
        files = _shown_files(type_.files(field, stored), file_url)
        rows.append(
            SummaryRow(field.label, type_.lines(field, stored), url, type_.table(field, stored), files)
        )
        rows += [SummaryRow(one.label, one.lines) for one in supplements if one.source_field == field.key]
    return tuple(rows)


def _shown_files(files: Iterable[AnsweredFile], file_url: FileUrl | None) -> tuple[ShownFile, ...]:
    if file_url is None:
        return ()
    return tuple(
        ShownFile(file.name, kind_and_size(file.media_type, file.size), file_url(file.id)) for file in files
    )


def summary_sections(
    journey: Journey,
    supplements: Iterable[Supplement],
    change_urls: dict[str, str] | None = None,
    file_url: FileUrl | None = None,
) -> tuple[SummarySection, ...]:
    """Return all answers page by page, each supplement after the answer it follows from."""
    follow = tuple(supplements)
    sections = []
    for stop in journey.stops:
        url = (change_urls or {}).get(stop.key, "")
        rows = summary_rows(
            stop.step, journey.applied.answers, change_url=url, supplements=follow, file_url=file_url
        )
        sections.append(SummarySection(stop.step.title, rows, url))
    return tuple(sections)


def sent_sections(submission: Submission, *, file_url: FileUrl | None = None) -> tuple[SummarySection, ...]:
    """Return the answers of a submission, and what follows from them; the caller notes the reading.

    With `file_url` each file leads to the address that it gives for the file's id.
    """
    spec, answers = spec_of(submission.form_version), submission.answers
    journey = journey_of(spec, answers, {step.key for step in spec.steps})
    supplements = kind_of(spec.kind).supplements(spec, answers, submission.programme)
    return summary_sections(journey, supplements, file_url=file_url)


def received_sections(
    spec: FormSpec,
    journey: Journey,
    recipients: Iterable[Recipient],
    supplements: tuple[Supplement, ...],
    *,
    own: str,
) -> tuple[ReceivedSections, ...]:
    """Return for every recipient, and for the team named `own`, what its document will hold."""
    named = [(recipient.partner.name, recipient.audience) for recipient in recipients]
    # A visitor has no team.
    named += [(own, audience) for audience in spec.audiences if audience.key == TEAM and own]
    return tuple(
        ReceivedSections(
            name,
            audience.label,
            tuple(
                ReceivedSection(section.title, [row.label for row in section.rows])
                for section in build_sections(
                    disclose(journey.applied, audience=audience.key), supplements=supplements
                )
            ),
        )
        for name, audience in named
    )


def shown_legs(legs: Iterable[Leg]) -> tuple[ShownLeg, ...]:
    """Return the legs with the colours of their states."""
    return tuple(ShownLeg(leg, LEG_TAGS.get(Delivery.State(leg.state), "wait")) for leg in legs)


def all_settled(legs: Iterable[Leg]) -> bool:
    """Say whether no leg will change by itself any more."""
    return all(leg.state in SETTLED for leg in legs)
