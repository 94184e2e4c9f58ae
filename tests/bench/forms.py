"""What large definitions cost: compiling them, and building the forms of their steps."""

from __future__ import annotations

from typing import Any

from forms.definitions import kinds
from forms.definitions.compile import compile_against
from forms.definitions.form_building import build_form
from forms.definitions.kinds import FormKind
from forms.definitions.models import Form
from forms.definitions.path import apply
from forms.definitions.spec import AudienceSpec, FormSpec
from tests.bench.tables import Table, interleaved_ms
from tests.unit.definitions.samples import CONTEXT

ROUNDS = 25
# The targets for two cores that are busy with nothing else, in milliseconds.
COMPILING, LONG_LIST, BUILDING = 100.0, 1000.0, 1.0


class BenchKind(FormKind):
    """A kind without rules."""

    key = "bench_forms"
    label = "Bench"
    audiences = (AudienceSpec("nurse", "Nurse service"), AudienceSpec("homecare", "Homecare provider"))


def run() -> Table:
    """Compile definitions of several sizes, and build every form of 40 steps as a request does."""
    kinds.register(BenchKind())
    table = Table("Large definitions", f"CPU milliseconds, medians of {ROUNDS} interleaved rounds.")
    usual, long_list = a_bench_form(12, 10), a_bench_form(1, 1, options=10_000)
    spec = compile_against(a_bench_form(40, 3), {})
    answers: dict[str, Any] = {
        field.key: "An answer" for field in spec.fields() if field.type == "short_text"
    }
    _build_all(spec, answers)
    works = {
        "120 fields": lambda: compile_against(usual, {}),
        "10,000 options": lambda: compile_against(long_list, {}),
        "first": lambda: _build_all(spec, answers),
        "one step": lambda: _build(spec, 20, answers),
    }
    times = interleaved_ms(works, rounds=ROUNDS)
    _add(table, "Compile 12 steps with 120 fields", times["120 fields"], COMPILING)
    _add(table, "Compile a choice of 10,000 options", times["10,000 options"], LONG_LIST)
    table.add("Build all forms of 40 steps, each drawn", f"{times['first']:.1f} ms")
    _add(table, "Build one of 40 steps for a request, drawn", times["one step"], BUILDING)
    return table


def _add(table: Table, what: str, taken: float, target: float) -> None:
    table.add(what, f"{taken:.2f} ms", f"about {target:g} ms", met=taken <= target * 1.5)


def _build_all(spec: FormSpec, answers: dict[str, Any]) -> None:
    for number in range(len(spec.steps)):
        _build(spec, number, answers)


def _build(spec: FormSpec, number: int, answers: dict[str, Any]) -> str:
    """Build and draw one step, the steps before it answered."""
    before = {field.key for step in spec.steps[:number] for field in step.fields}
    known = {key: stored for key, stored in answers.items() if key in before}
    form = build_form(
        spec.steps[number],
        spec=spec,
        context=CONTEXT,
        answers=known,
        applied=apply(spec, known, today=CONTEXT.today),
    )
    return "".join(map(str, form.questions))


def a_bench_form(steps: int, fields: int, *, options: int = 0) -> Form:
    """Return a form whose every third question hangs on the one before it."""
    return Form(
        kind=BenchKind.key,
        slug="bench",
        title="Bench",
        steps=[
            {
                "type": "step",
                "value": {
                    "key": f"s{step}",
                    "title": f"Step {step}",
                    "fields": [_question(step, field, options) for field in range(fields)],
                },
            }
            for step in range(steps)
        ],
        routes=[{"type": "route", "value": {"audience": "nurse", "role": "nurse"}}],
    )


def _question(step: int, number: int, options: int) -> dict[str, Any]:
    types = ("short_text", "yes_no", "number", "date", "time")
    rule = (
        [{"field": f"q{step}_{number - 1}", "operator": "answered", "value": ""}] if number % 3 == 2 else []
    )
    value: dict[str, Any] = {
        "key": f"q{step}_{number}",
        "label": f"Question {step} {number}",
        "required": False,
        "show_when": {"match": "all", "conditions": rule},
        "disclosures": [
            {"audience": "nurse", "decision": "share", "purpose": "To call"},
            {"audience": "homecare", "decision": "withhold", "purpose": ""},
        ],
    }
    if options:
        lines = "\n".join(f"clinic{one} = Clinic {one}" for one in range(options))
        return {"type": "select", "value": {**value, "option_lines": lines}}
    return {"type": types[number % len(types)], "value": value}
