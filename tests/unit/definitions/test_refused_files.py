"""A file that was not taken is told beside its question, where that is asked."""

from __future__ import annotations

from tests.unit.definitions.samples import a_field, a_form
from tests.unit.definitions.test_form_building import NOTES, bound, when


def test_a_file_that_was_not_taken_stops_no_page_that_hides_its_question():
    scan = a_field("files", key="scan", required=False, show_when=when("smoker", "equals", "yes"))
    hidden, shown = (bound(a_form(NOTES[0], scan), {"smoker": said}) for said in ("no", "yes"))

    for form in (hidden, shown):
        form.refuse("scan", "It is too big.")

    assert hidden.is_valid()
    assert shown.errors["scan"] == ["It is too big."]
