"""Each recipient learns exactly what the domain sheet lets it learn, sought in all that reached it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from forms.documents.encryption import encrypt_pdf
from tests.integration.disclosure.checking import assert_holds_exactly, assert_tells_nothing_around
from tests.integration.disclosure.conftest import Registering
from tests.integration.disclosure.receiving import Received, with_pdf
from tests.integration.disclosure.sentinels import answer_mark, fields_of
from tests.integration.disclosure.sheet import APP, HOMECARE, NURSE, SCENARIOS, Scenario, audiences_of
from tests.pdf_probe import opened

EVERYTHING = SCENARIOS[0]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_each_recipient_learns_its_fields_and_no_other(registering: Registering, scenario: Scenario) -> None:
    done = registering(scenario)

    assert set(done.received) == set(audiences_of(scenario))
    for audience, received in done.received.items():
        assert_holds_exactly(received, scenario.received_by(audience), done.marked.sentinels())
        assert_tells_nothing_around(received, done.marked.sentinels())


def _share(key: str, audience: str) -> Callable[[Any], None]:
    """Return a slip of an editor's hand: a field shared with an audience that may not have it."""

    def change(data: Any) -> None:
        (field,) = (field for field in fields_of(data) if field["key"] == key)
        (decision,) = (one for one in field["disclosures"] if one["audience"] == audience)
        decision["decision"] = "share"
        decision.pop("when", None)

    return change


@pytest.mark.parametrize(
    ("key", "audience"),
    [("hospital_number", NURSE), ("support_needs", HOMECARE), ("date_of_birth", APP), ("fridge", NURSE)],
)
def test_a_field_shared_by_mistake_makes_the_check_fail(
    registering: Registering, key: str, audience: str
) -> None:
    done = registering(EVERYTHING, change=_share(key, audience))

    with pytest.raises(AssertionError, match=f"{audience} learns of .*{key}"):
        assert_holds_exactly(
            done.received[audience], EVERYTHING.received_by(audience), done.marked.sentinels()
        )


def _withhold(data: Any) -> None:
    (field,) = (field for field in fields_of(data) if field["key"] == "allergies")
    for decision in field["disclosures"]:
        decision["decision"] = "withhold"


def test_a_field_withheld_by_mistake_makes_the_check_fail(registering: Registering) -> None:
    done = registering(EVERYTHING, change=_withhold)

    with pytest.raises(AssertionError, match=r"homecare does not learn of .*allergies"):
        assert_holds_exactly(
            done.received[HOMECARE], EVERYTHING.received_by(HOMECARE), done.marked.sentinels()
        )


LEAK = f"Zoë {answer_mark('hospital_number')}"


def _into_information(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Keywords"] = LEAK


def _into_metadata(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        metadata["dc:description"] = LEAK


def _into_an_attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["answers.json"] = pikepdf.AttachedFileSpec(pdf, LEAK.encode())


def _into_the_structure(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K.ActualText = pikepdf.String(LEAK)


def _into_the_outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(LEAK, 0))


PLANTS = (_into_information, _into_metadata, _into_an_attachment, _into_the_structure, _into_the_outline)


def test_a_leak_beside_the_text_makes_the_check_fail(registering: Registering) -> None:
    done = registering(EVERYTHING)
    received, allowed = done.received[NURSE], EVERYTHING.received_by(NURSE)

    assert_holds_exactly(received, allowed, done.marked.sentinels())
    for plant in PLANTS:
        with pytest.raises(AssertionError, match=r"nurse learns of .*hospital_number"):
            assert_holds_exactly(
                with_pdf(received, _spoiled(received, plant)), allowed, done.marked.sentinels()
            )


def test_a_leak_around_the_document_makes_the_check_fail(registering: Registering) -> None:
    done = registering(EVERYTHING)
    received, sentinels = done.received[NURSE], done.marked.sentinels()

    for spoiled in (
        replace(received, name=f"{answer_mark('family_name')}.pdf"),
        replace(received, words=f"{received.words}\nSubject: {answer_mark('family_name')}"),
        with_pdf(received, _opened(received)),
    ):
        with pytest.raises(AssertionError, match="for nurse holds"):
            assert_tells_nothing_around(spoiled, sentinels)


def _spoiled(received: Received, plant: Callable[[pikepdf.Pdf], None]) -> bytes:
    spoiled = io.BytesIO()
    with opened(received.pdf, received.passphrase) as pdf:
        plant(pdf)
        pdf.save(spoiled, encryption=False)
    return encrypt_pdf(spoiled.getvalue(), passphrase=received.passphrase)


def _opened(received: Received) -> bytes:
    """Return the PDF as it would travel if somebody forgot to encrypt and compress it."""
    plain = io.BytesIO()
    with opened(received.pdf, received.passphrase) as pdf:
        pdf.docinfo["/Title"] = answer_mark("family_name")
        pdf.save(plain, encryption=False, compress_streams=False)
    return plain.getvalue()
