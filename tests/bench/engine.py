"""Compiling a large form, and sealing what is stored."""

from __future__ import annotations

from forms.definitions.compile import compile_against
from tests.bench.tables import Table, interleaved_ms
from tests.unit.definitions_compile import examples
from vault.envelope import seal, unseal

QUESTIONS, STEPS = 120, 8
ROUNDS = 20
CONTEXT = "bench.row.column:1"


def run() -> Table:
    """Compile a form of 120 questions as publishing does, and seal a draft's and a document's bytes."""
    table = Table("Compiling and sealing", f"CPU; medians of {ROUNDS} interleaved rounds.")
    examples.register_example_kind()
    form = examples.a_form(_steps())
    draft, document = b"x" * 4_000, b"x" * 40_000
    sealed, sealed_document = (seal(data, context=CONTEXT) for data in (draft, document))
    times = interleaved_ms(
        {
            f"Compile {QUESTIONS} questions on {STEPS} pages": lambda: compile_against(form, {}),
            "Seal 4 kB, a draft": lambda: seal(draft, context=CONTEXT),
            "Open 4 kB": lambda: unseal(sealed, context=CONTEXT),
            "Seal 40 kB, a document": lambda: seal(document, context=CONTEXT),
            "Open 40 kB": lambda: unseal(sealed_document, context=CONTEXT),
        },
        rounds=ROUNDS,
    )
    examples.forget_example_kind()
    for what, taken in times.items():
        table.add(what, f"{taken:.2f} ms")
    return table


def _steps() -> list[dict[str, object]]:
    per_step = QUESTIONS // STEPS
    pages = []
    for page in range(STEPS):
        questions = [
            examples.question("short_text", "surname" if page == number == 0 else f"answer_{page}_{number}")
            for number in range(per_step)
        ]
        pages.append(examples.step(f"page_{page}", *questions))
    return pages
