"""Hold what a recipient got against the sheet: the fields it may have, all of them, and no other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.integration.disclosure.receiving import Received
from tests.integration.disclosure.sentinels import Sentinel
from tests.pdf_probe import leaks, squeezed, surfaces


def assert_holds_exactly(
    received: Received, allowed: Iterable[str], sentinels: Mapping[str, Sentinel]
) -> None:
    """Fail when a mark of a field not allowed is anywhere, or one of an allowed field is not printed."""
    allowed = set(allowed)
    forbidden = {mark: key for key, one in sentinels.items() if key not in allowed for mark in one.all}
    leaked = {
        forbidden[mark]: places
        for mark, places in leaks(received.pdf, forbidden, received.passphrase).items()
    }
    assert leaked == {}, f"{received.audience} learns of {leaked}"
    printed = squeezed(surfaces(received.pdf, received.passphrase)["drawn text"])
    missing = {
        key for key in allowed if not all(squeezed(mark) in printed for mark in sentinels[key].printed)
    }
    assert missing == set(), f"{received.audience} does not learn of {sorted(missing)}"


def assert_tells_nothing_around(received: Received, sentinels: Mapping[str, Sentinel]) -> None:
    """Fail when the name, the mail or the unopened file of a document holds any mark of any field."""
    marks = [mark for one in sentinels.values() for mark in one.all]
    assert_silent(received.name, marks, f"the name for {received.audience}")
    assert_silent(received.words, marks, f"the words for {received.audience}")
    if received.passphrase:
        assert_silent(received.pdf.decode("latin-1"), marks, f"the unopened file for {received.audience}")


def assert_silent(text: str, marks: Iterable[str], where: str) -> None:
    """Fail when a text holds one of the marks, in whatever case and spacing."""
    squeezed_text = squeezed(text)
    found = [mark for mark in marks if squeezed(mark) in squeezed_text]
    assert found == [], f"{where} holds {found}"
