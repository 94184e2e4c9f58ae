"""The pages of what is sealed end where their text ends, and not long before."""

from __future__ import annotations

from datetime import datetime

import pytest

from agreements.kinds import Kind
from forms.documents.services import read_pdf
from tests.agreeing import Parties, in_force
from tests.pdf_reading import page_texts

pytestmark = pytest.mark.django_db
LAST_ROW = "Verify at"


# The signatures of the third fill their page.
@pytest.mark.parametrize("kind", [Kind.OFFER, Kind.AUTHORISATION])
def test_the_evidence_follows_the_signatures_on_their_page(who: Parties, kind: Kind, now: datetime) -> None:
    document = in_force(who, kind, now=now).sealed_copy
    assert document is not None
    pages = [" ".join(text.split()) for text in page_texts(read_pdf(document))]

    signed = max(
        number for number, text in enumerate(pages) if f"Signed for {who.partner(kind).name}" in text
    )
    evidence = next(number for number, text in enumerate(pages) if "How it was signed" in text)
    assert evidence == signed
    assert LAST_ROW in pages[-1]
