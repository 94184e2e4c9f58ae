"""No field reaches an audience that may not have it: sought in every place of the finished PDF."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.definitions.path import apply
from forms.definitions.spec import FormSpec
from forms.documents.assembly import build_content
from forms.documents.content import Notice, Row
from forms.documents.encryption import encrypt_pdf
from forms.documents.pdf import render
from tests import pdf_probe
from tests.unit.documents.specs import HOMECARE, NURSE, SENTINELS, SPEC, SUPPLEMENTS, TEAM, answers, field

ALL = {*SENTINELS.values(), *(line for supplement in SUPPLEMENTS for line in supplement.lines)}
MAY_HAVE = {
    NURSE: {"name", "address", "screening", "first_dose", "parking"},
    HOMECARE: {"name", "hospital_number", "address", "notes", "first_dose", "parking"},
    TEAM: {"name", "hospital_number", "address", "screening", "notes", "first_dose", "parking"},
}
CALENDAR, SCREENING_DATES = "SENTINEL201CALENDAR", "SENTINEL202SCREENING"


def content_for(audience, programme, now, *, spec: FormSpec = SPEC, visits="face"):
    return build_content(
        spec=spec,
        applied=apply(spec, answers(visits)),
        audience=audience,
        recipient="Somebody Limited",
        programme=programme,
        safety_records=programme.safety_records.all(),
        reference="EC-7K4M-92QX-3",
        form_version=2,
        submitted_at=now,
        supplements=SUPPLEMENTS,
    )


def expected(audience):
    wanted = {SENTINELS[key] for key in MAY_HAVE[audience]} | {CALENDAR}
    return wanted | {SCREENING_DATES} if "screening" in MAY_HAVE[audience] else wanted


@pytest.mark.parametrize("audience", MAY_HAVE)
def test_each_audience_receives_its_fields_and_no_other(audience, programme, now):
    pdf = render(content_for(audience, programme, now))

    assert set(pdf_probe.leaks(pdf.data, ALL)) == expected(audience)


def test_an_address_for_visits_is_nowhere_when_visits_are_by_video(programme, now):
    pdf = render(content_for(NURSE, programme, now, visits="video"))

    assert pdf_probe.leaks(pdf.data, [SENTINELS["address"], SENTINELS["parking"]]) == {}


def test_an_encrypted_copy_is_probed_with_its_passphrase(programme, now):
    copy = encrypt_pdf(render(content_for(NURSE, programme, now)).data, passphrase="a good one")

    assert set(pdf_probe.leaks(copy, ALL, "a good one")) == expected(NURSE)


def test_a_disclosure_planted_by_mistake_is_caught(programme, now):
    first, *others = SPEC.steps
    planted = replace(
        SPEC, steps=(replace(first, fields=(*first.fields[:1], field("hospital_number"))), *others)
    )

    pdf = render(content_for(NURSE, programme, now, spec=planted))

    assert set(pdf_probe.leaks(pdf.data, ALL)) - expected(NURSE) == {SENTINELS["hospital_number"]}


LEAK = "SENTINEL999PLANTED"


@pytest.mark.parametrize(
    ("plant", "place"),
    [
        (lambda c: replace(c, title=LEAK), "metadata"),
        (lambda c: replace(c, title=LEAK), "information"),
        (lambda c: replace(c, programme=LEAK), "metadata"),
        (lambda c: replace(c, marking=LEAK), "drawn text"),
        (lambda c: replace(c, notices=(Notice("safety", "Box", (LEAK,)),)), "drawn text"),
        (lambda c: replace(c, sections=(replace(c.sections[0], title=LEAK),)), "outlines"),
        (lambda c: replace(c, sections=(replace(c.sections[0], rows=(Row("x", (LEAK[:9] + "\n" + LEAK[9:],)),)),)),
         "drawn text"),
    ],
)  # fmt: skip
def test_the_probe_finds_a_leak_wherever_it_is_planted(plant, place, programme, now):
    pdf = render(plant(content_for(NURSE, programme, now)))

    assert place in pdf_probe.leaks(pdf.data, [LEAK])[LEAK]


def test_the_probe_looks_into_attachments_alternatives_and_annotations(programme, now):
    import io

    import pikepdf

    spoiled = io.BytesIO()
    with pikepdf.open(io.BytesIO(render(content_for(NURSE, programme, now)).data)) as pdf:
        pdf.attachments["data.json"] = pikepdf.AttachedFileSpec(pdf, b'{"x": "LEAKATTACHED"}')
        pdf.Root.StructTreeRoot.K.Alt = pikepdf.String("LEAKALTERNATIVE")
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Contents=pikepdf.String("LEAKNOTE"),
            Rect=[0, 0, 1, 1],
        )
        pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([note]))
        pdf.save(spoiled)

    found = pdf_probe.leaks(spoiled.getvalue(), ["LEAKATTACHED", "LEAKALTERNATIVE", "LEAKNOTE"])
    assert "attachments" in found["LEAKATTACHED"]
    assert "structure" in found["LEAKALTERNATIVE"]
    assert "annotations" in found["LEAKNOTE"]
