"""Synthetic documents: short, usual and extreme. `python -m tests.unit.documents.samples FOLDER` draws them."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from forms.documents.content import DocumentContent, Notice, Row, Section
from forms.documents.pdf import render

NOTICES = (
    Notice(
        "statement",
        "This is not a prescription",
        ("It registers a patient with a service. A prescription is sent separately by the hospital.",),
    ),
    Notice(
        "safety",
        "Reporting adverse events",
        (
            "Report a suspected adverse event through the Yellow Card scheme at yellowcard.example "
            "or in the Yellow Card app.",
            "Report it also to Example Pharma Limited, drug safety, telephone 020 7946 0018.",
        ),
    ),
)


def content(**values: object) -> DocumentContent:
    """Return a usual registration; keyword arguments replace what matters to a test."""
    usual = DocumentContent(
        title="Patient registration",
        programme="ExampleCare",
        product="EXAMPLEX (examplumab)",
        black_triangle=True,
        company_role="ExampleCare is developed and funded by Example Pharma Limited.",
        reference="EC-7K4M-92QX-3",
        form_title="Patient registration",
        form_version=3,
        recipient="Homecare One Limited",
        audience="Homecare provider",
        submitted_on="3 March 2026",
        submitted_at="2026-03-03T09:30:00+00:00",
        sections=SECTIONS,
        notices=NOTICES,
    )
    return replace(usual, **values)  # type: ignore[arg-type]


def rows(*pairs: tuple[str, str]) -> tuple[Row, ...]:
    """Return rows from label and answer; a line break in an answer starts a new line."""
    return tuple(Row(label, tuple(answer.split("\n")) if answer else ()) for label, answer in pairs)


SECTIONS = (
    Section(
        "Organisation",
        rows(
            ("NHS organisation", "Harbour Vale Hospitals NHS Trust (ZZ001)"),
            ("Hospital or clinic", "Harbour General Hospital (ZZ01A)"),
            ("Your name", "Robin Referrer"),
            ("Job title", "MS specialist nurse"),
            ("Professional registration number", "00Z0000Z"),
            ("Secure e-mail address of the MS team", "ms.team@harbour.invalid"),
            ("Telephone number of the MS team", "020 7946 0018"),
        ),
    ),
    Section(
        "Patient",
        rows(
            ("Given name", "Siân"),
            ("Family name", "Testpatient-Llŷr"),
            ("Date of birth", "14 July 1988"),
            ("NHS number", "999 000 0018"),
            ("Hospital number", "H-0042"),
        ),
    ),
    Section(
        "How to reach the patient",
        rows(
            ("Home address", "12 Example Street\nHarbour Vale\nZZ1 1ZZ"),
            ("Mobile number", "07700 900118"),
            ("E-mail address", "sian.testpatient@mail.invalid"),
            ("Best time to call", "Weekdays after 5 pm"),
            ("May a voicemail message be left?", "Yes"),
            ("May text messages be sent?", "Yes"),
            ("Interpreter or communication needs", "Prefers Welsh (Cymraeg). Please speak slowly on the telephone."),
            ("Is this about a side effect or another safety event?", "No"),
        ),
    ),
    Section(
        "Clinical information",
        rows(
            ("Type of multiple sclerosis", "Relapsing-remitting"),
            ("Consultant", "Dr Casey Consultant, GMC 0000001"),
            ("Allergies", "None known"),
            ("Has the decision to prescribe been made?", "Yes"),
            ("Planned date of the first dose", "16 March 2026"),
            ("Dosing calendar", "Week 0: 16 March 2026\nWeek 1: 23 March 2026\nWeek 2: 30 March 2026\n"
             "Week 4: 13 April 2026\nThen monthly: 13 May 2026, 13 June 2026"),
        ),
    ),
    Section(
        "Services",
        rows(
            ("Services the patient chose", "Homecare delivery\nNurse service"),
            ("Homecare provider", "Homecare One Limited"),
        ),
    ),
    Section(
        "Delivery",
        rows(
            ("Delivery address", "Same as the home address"),
            ("Person who may accept a delivery", "Morgan Testpatient, spouse, over 16"),
            ("Notes for the driver", "Second door on the left of the courtyard; the bell is faint."),
            ("How often", "Every 3 months"),
            ("First delivery needed by", "13 March 2026"),
            ("Is there room in a refrigerator?", "Yes"),
            ("Sharps bin and its collection", "Yes"),
            ("Hospital pharmacy contact", "Pat Pharmacist, 020 7946 0042, pharmacy@harbour.invalid"),
            ("Purchase order number", "PO-2026-0042"),
            ("Invoice address", "Pharmacy Department\nHarbour Vale Hospitals NHS Trust\nZZ1 1ZZ"),
            ("Prescription", "Sent separately"),
        ),
    ),
    Section(
        "Permission and declaration",
        rows(
            ("Permission to share with the homecare provider", "Given in person on 2 March 2026"),
            ("Declaration", "I confirm that the information is correct and that the patient has been told "
             "about the programme."),
            ("Signed by", "Robin Referrer, MS specialist nurse"),
        ),
    ),
)  # fmt: skip

LONG = " ".join(
    f"Sentence {n} of a long answer that a careful nurse typed about needs, access and history."
    for n in range(1, 60)
)[:4000]
PARAGRAPHS = "\n\n".join(f"Paragraph {n}. " + LONG[:380] for n in range(1, 6))

SAMPLES = {
    "usual": content(),
    "short": content(
        sections=(Section("Patient", rows(("Given name", "Alex"), ("Family name", "Testpatient"))),),
        black_triangle=False,
    ),
    "empty": content(sections=(Section("Patient", ()), Section("Services", rows(("Allergies", "")))), notices=()),
    "extreme": content(
        recipient="The Very Long Named Clinical Homecare and Patient Support Services (United Kingdom) Limited, "
        "Specialist Neurology Division, Northern Region",
        company_role="ExampleCare is a patient support programme that is developed, organised and funded by Example "
        "Pharma Limited and is offered to NHS patients who receive EXAMPLEX or for whom that decision was made.",
        marking="TEST",
        sections=(
            SECTIONS[0],
            Section("A long answer", rows(
                ("What should the nurse know before the first appointment?", LONG),
                ("Paragraphs", PARAGRAPHS),
                ("Letters without a space", "x" * 200 + " " + "Ẃ" * 200),
                ("A question that is itself so long that it needs several lines in its narrow column, as some "
                 "questions of careful editors do, because they explain what they ask for", "Yes"),
                ("An address", "https://a-very-long-host-name.example.invalid/path/" + "segment/" * 14),
            )),
            Section("Names of many places", rows(
                ("Vietnamese", "Nguyễn Thị Minh Khai, Trần Đại Nghĩa, Đặng Thuỳ Trâm, ở Huế"),
                ("Welsh", "Llŷr ap Gwilym, Siân, Tŷ Ddewi, Ŵyn, Môr, ẁ ẃ ẅ ŵ ỳ ý ÿ ŷ"),
                ("Irish", "Máiréad Ní Ghráda, Séamus Ó hÉigeartaigh, Ḃ Ċ Ḋ Ḟ Ġ Ṁ Ṗ Ṡ Ṫ"),
                ("Polish", "Łukasz Żółć, Grażyna Świętosławska, Świętej Trójcy"),
                ("Scottish Gaelic", "Mòrag NicDhòmhnaill, Iain MacAoidh"),
                ("Turkish, Czech, Romanian", "Şükrü Çağlayangil, Jiří Šťastný, Ștefan Țepeș, İ ı"),  # noqa: RUF001
                ("Yoruba, Lithuanian: no ready-made letters", "Ọlábísí Ẹ́níọlá, ė̃ į̃ m̄ n̂ q̇"),
                ("Greek and Cyrillic", "Αλέξανδρος Παπαδόπουλος, Наталія Шевченко"),
                ("Chinese, Arabic, Hebrew, emoji", "王伟 (Wang Wei), محمد (Muhammad), שרה (Sarah), 🙂"),
                ("Direction marks", "abc\u202edef\u202c"),
                ("Signs", "≥ 2 °C, µg, ½, €, ™, “quotes” – and — dashes … ✓"),
            )),
            *SECTIONS[1:],
        ),
    ),
}  # fmt: skip


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name, sample in SAMPLES.items():
        (folder / f"{name}.pdf").write_bytes(render(sample).data)
