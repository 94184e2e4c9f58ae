"""A synthetic agreement: numbered clauses, a schedule of facts, two signatures and their record."""

from __future__ import annotations

from math import cos, sin

from forms.documents.content import Clause, DocumentContent, Mark, Row, Section
from tests.unit.documents.samples import rows

STROKES = (
    tuple((40 + 8 * n, int(110 + 55 * sin(n / 2.4) * cos(n / 9))) for n in range(40)),
    tuple((330 + 7 * n, int(120 + 30 * sin(n / 1.7))) for n in range(30)),
    ((60, 175), (520, 160)),
    ((560, 90),),
)

TERMS = (
    Clause("1", "Definitions"),
    Clause(
        "1.1",
        "In this agreement “Provider” means Homecare One Limited, “Trust” means Harbour Vale Hospitals NHS Trust and "
        "“Service” means the delivery of the medicine to the homes of patients, with the ancillaries and the collection "
        "of clinical waste that Schedule 1 lists.",
    ),
    Clause(
        "1.2",
        "“Working day” means a day other than a Saturday, a Sunday or a public holiday in England, and words in the "
        "singular include the plural.",
    ),
    Clause("2", "The service"),
    Clause("2.1", "The Provider shall, for each patient whom the Trust registers:"),
    Clause("(a)", "contact the patient within two working days of receiving a complete registration;", 1),
    Clause(
        "(b)",
        "deliver the medicine between 2 °C and 8 °C, in plain packaging, to an adult whom the patient has named, and "
        "record the temperature of each consignment from the moment it leaves the pharmacy until it is handed over;",
        1,
    ),
    Clause("(c)", "keep a record of:", 1),
    Clause("(i)", "the batch number and expiry date of every unit;", 2),
    Clause("(ii)", "the time at which it was handed over and to whom; and", 2),
    Clause("(d)", "tell the Trust on the same working day of any delivery that failed.", 1),
    Clause("", "A delivery that the patient asked to move is not a failed delivery.", 1),
    Clause(
        "2.2",
        "The Provider shall not supply the medicine without a valid prescription. Nothing in this agreement is one.",
    ),
    Clause("", "The following clauses apply in addition to those of the framework under which the Provider was appointed."),
)  # fmt: skip

FILLER = tuple(
    Clause(
        f"3.{n}",
        "Each party shall keep confidential what it learns of the other party, of its patients and of its staff, shall "
        "use it for the purposes of this agreement alone, and shall return or destroy it when the agreement ends, save "
        "as far as the law or the rules on the retention of health records require that it is kept for longer."[
            : 200 + 17 * (n % 7)
        ]
        + "n.",
    )
    for n in range(1, 15)
)


def mark(name: str = "Alex Signatory", *, drawn: bool = True) -> Mark:
    return Mark(
        "For Harbour Vale Hospitals NHS Trust",
        name,
        STROKES if drawn else (),
        rows(
            ("Name", name),
            ("Job title", "Chief Pharmacist"),
            ("Signed", "3 March 2026, 09:30:12.345 UTC"),
            ("Confirmed", "I am authorised to sign for the organisation named above."),
        ),
    )


def agreement(**values: object) -> DocumentContent:
    """Return a usual agreement; keyword arguments replace what matters to a test."""
    usual: dict[str, object] = {
        "title": "Service level agreement",
        "programme": "ExampleCare",
        "product": "",
        "black_triangle": False,
        "company_role": "ExampleCare is developed and funded by Example Pharma Limited.",
        "reference": "AG-7K4M-92QX-3",
        "form_title": "Service level agreement",
        "form_version": 2,
        "recipient": "Homecare One Limited",
        "audience": "The parties to the agreement",
        "submitted_on": "3 March 2026, 09:30",
        "submitted_at": "2026-03-03T09:30:00+00:00",
        "sections": SECTIONS,
        "notices": (),
        "running": ("Harbour Vale Hospitals NHS Trust", "Homecare One Limited"),
        "facts": rows(
            ("Between", "Harbour Vale Hospitals NHS Trust (ZZ001)"),
            ("And", "Homecare One Limited"),
            ("In force from", "1 April 2026"),
            ("Until", "31 March 2029"),
        ),
        "edition": "Text version 3",
    }
    return DocumentContent(**{**usual, **values})  # type: ignore[arg-type]


SECTIONS = (
    Section("Terms", clauses=TERMS),
    Section("Confidentiality", clauses=(Clause("3", "Confidentiality"), *FILLER)),
    Section(
        "Schedule 1: particulars",
        rows=(
            Row("Sites", ("Harbour General Hospital (ZZ01A)", "Vale Infirmary (ZZ01B)")),
            Row("Contact of the Trust", ("Pat Pharmacist", "pharmacy@harbour.invalid", "020 7946 0042")),
            Row("Contact of the Provider", ("Casey Coordinator", "contracts@homecare-one.invalid")),
        ),
        clauses=(Clause("", "The sites and contacts are those that the Trust gave on 3 March 2026."),),
    ),
    Section("Signatures", marks=(mark(), mark("Robin Countersignatory", drawn=False))),
)
