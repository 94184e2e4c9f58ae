"""A form as a picture: its steps in order, the questions that decide, and what they show, hide or send."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from forms.definitions.changes.wording import route_in_words, rule_in_words
from forms.definitions.spec import ALWAYS, FieldSpec, FormSpec, RouteSpec, Rule, StepSpec

# All in units of the picture, which are pixels at its full size.
LEFT, TOP, WIDTH = 24, 24, 460
HEAD, SENTENCE, LINE, PADDING, GAP = 38, 22, 26, 12, 44
LANE, FIRST_LANE = 22, 40
CHARACTERS = 52


@dataclass(frozen=True, slots=True)
class Line:
    """A question in a box: it decides, or is asked only sometimes, or both. `y` is its middle."""

    key: str
    text: str
    full: str
    y: int
    decides: bool
    conditional: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A step or a route. A conditional one has a sentence that says when."""

    kind: str
    title: str
    full: str
    sentence: str
    full_sentence: str
    y: int
    height: int
    lines: tuple[Line, ...] = ()

    @property
    def conditional(self) -> bool:
        return bool(self.sentence)

    @property
    def middle(self) -> int:
        """Return where arrows meet the box: at its title."""
        return self.y + HEAD // 2

    @property
    def sentence_y(self) -> int:
        return self.y + HEAD + 8

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a question that decides to what depends on it."""

    path: str
    title: str
    head: str
    turn: int


@dataclass(frozen=True, slots=True)
class FormMap:
    """The picture, and the same in sentences."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    flow: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def right(self) -> int:
        """Return where the boxes end."""
        return LEFT + WIDTH


def map_of(spec: FormSpec) -> FormMap:
    """Return the picture of a form, finished or not."""
    deciding = {one.field for rule in _rules(spec) for one in rule.conditions}
    boxes: list[Box] = []
    top = TOP
    for number, step in enumerate(spec.steps, start=1):
        boxes.append(_step_box(number, step, spec, deciding, top))
        top = boxes[-1].bottom + GAP
    flow = tuple((one.bottom, other.y) for one, other in itertools.pairwise(boxes))
    for route in spec.routes:
        boxes.append(_route_box(route, spec, top))
        top = boxes[-1].bottom + GAP // 2
    arrows = tuple(_arrows(spec, boxes))
    return FormMap(
        width=max((one.turn for one in arrows), default=LEFT + WIDTH) + LEFT,
        height=top,
        boxes=tuple(boxes),
        arrows=arrows,
        flow=flow,
        sentences=tuple(_sentences(spec)),
    )


def _rules(spec: FormSpec) -> Iterator[Rule]:
    for step in spec.steps:
        yield step.show_when
        yield from (field.show_when for field in step.fields if not field.companion_of)
    yield from (route.show_when for route in spec.routes)


def _step_box(number: int, step: StepSpec, spec: FormSpec, deciding: set[str], top: int) -> Box:
    title = f"{number}. {step.title or 'Step without a title'}"
    sentence = f"Shown {rule_in_words(step.show_when, spec)}" if step.show_when.conditions else ""
    y = top + HEAD + (SENTENCE if sentence else 0) + LINE // 2
    lines = []
    for field in step.fields:
        if field.companion_of or not (field.key in deciding or field.show_when.conditions):
            continue
        lines.append(_line(field, y, deciding, spec))
        y += LINE
    height = HEAD + (SENTENCE if sentence else 0) + LINE * len(lines) + (PADDING if lines or sentence else 0)
    return Box("step", _cut(title), title, _cut(sentence, 64), sentence, top, height, tuple(lines))


def _line(field: FieldSpec, y: int, deciding: set[str], spec: FormSpec) -> Line:
    conditional = bool(field.show_when.conditions)
    asked = f", asked {rule_in_words(field.show_when, spec)}" if conditional else ""
    return Line(field.key, _cut(field.label), f"{field.label}{asked}", y, field.key in deciding, conditional)


def _route_box(route: RouteSpec, spec: FormSpec, top: int) -> Box:
    title = _sent(route, spec)
    sentence = rule_in_words(route.show_when, spec) if route.show_when.conditions else ""
    sentence = f"Sent {sentence}" if sentence else ""
    height = HEAD + (SENTENCE + PADDING if sentence else 0)
    return Box("route", _cut(title, 56), title, _cut(sentence, 64), sentence, top, height)


def _sent(route: RouteSpec, spec: FormSpec) -> str:
    words = route_in_words(replace(route, show_when=ALWAYS), spec)
    return f"Send {words}"


def _arrows(spec: FormSpec, boxes: list[Box]) -> Iterator[Arrow]:
    """Yield the arrows; those from one question run in a lane of their own, the shortest next to the boxes."""
    places = {line.key: line.y for box in boxes for line in box.lines}
    ends: dict[str, dict[int, str]] = {}
    for rule, y, title in _targets(spec, boxes):
        for one in rule.conditions:
            if one.field in places and places[one.field] != y:
                ends.setdefault(one.field, {})[y] = title
    spans = {key: (min(places[key], *found), max(places[key], *found)) for key, found in ends.items()}
    lanes = _lanes(spans)
    for key, found in ends.items():
        for y, title in found.items():
            yield _arrow(places[key], y, lanes[key], title)


def _lanes(spans: dict[str, tuple[int, int]]) -> dict[str, int]:
    """Return a lane for each span so that no two in one lane overlap."""
    taken: list[list[tuple[int, int]]] = []
    lanes: dict[str, int] = {}
    for key, (top, bottom) in sorted(spans.items(), key=lambda one: one[1][1] - one[1][0]):
        free = (
            number
            for number, others in enumerate(taken)
            if all(bottom < start - 4 or end + 4 < top for start, end in others)
        )
        lanes[key] = next(free, len(taken))
        if lanes[key] == len(taken):
            taken.append([])
        taken[lanes[key]].append((top, bottom))
    return lanes


def _targets(spec: FormSpec, boxes: list[Box]) -> Iterator[tuple[Rule, int, str]]:
    """Yield each rule with where its arrows end."""
    for step, box in zip(spec.steps, boxes, strict=False):
        yield step.show_when, box.middle, f"{box.full}. {box.full_sentence}"
        lines = {line.key: line for line in box.lines}
        for field in step.fields:
            if field.key in lines and not field.companion_of:
                yield field.show_when, lines[field.key].y, lines[field.key].full
    for route, box in zip(spec.routes, boxes[len(spec.steps) :], strict=True):
        yield route.show_when, box.middle, f"{box.full}. {box.full_sentence}"


def _arrow(start: int, end: int, lane: int, title: str) -> Arrow:
    right, turn = LEFT + WIDTH, LEFT + WIDTH + FIRST_LANE + lane * LANE
    down = 1 if end > start else -1
    bend = min(10, abs(end - start) // 2)
    path = (
        f"M{right} {start} H{turn - bend} Q{turn} {start} {turn} {start + down * bend} "
        f"V{end - down * bend} Q{turn} {end} {turn - bend} {end} H{right + 9}"
    )
    return Arrow(path, title, f"{right + 1},{end} {right + 11},{end - 5} {right + 11},{end + 5}", turn)


def _sentences(spec: FormSpec) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the picture in words: each step with what is asked only sometimes, then the routes."""
    for number, step in enumerate(spec.steps, start=1):
        yield f"{number}. {step.title or 'Step without a title'}", tuple(_of_step(step, spec))
    if spec.routes:
        yield "Where documents go", tuple(f"Send {route_in_words(route, spec)}." for route in spec.routes)


def _of_step(step: StepSpec, spec: FormSpec) -> Iterator[str]:
    if step.show_when.conditions:
        yield f"The step is shown {rule_in_words(step.show_when, spec)}."
    sometimes = [one for one in step.fields if one.show_when.conditions and not one.companion_of]
    yield from (f"“{one.label}” is asked {rule_in_words(one.show_when, spec)}." for one in sometimes)
    if always := _count(step.fields) - len(sometimes):
        yield f"{always} question{'s' * (always > 1)} {'are' if always > 1 else 'is'} always asked."


def _count(fields: Iterable[FieldSpec]) -> int:
    return sum(not field.companion_of for field in fields)


def _cut(text: str, characters: int = CHARACTERS) -> str:
    return text if len(text) <= characters else f"{text[: characters - 1].rstrip()}…"
