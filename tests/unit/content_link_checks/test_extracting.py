"""External addresses in what editors wrote."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from content.link_checks.extracting import LONGEST, addresses_in


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (
            '<p>See <a href="https://example.org/a?b=1&amp;c=2">this</a></p>',
            {"https://example.org/a?b=1&c=2"},
        ),
        ("<a href='http://example.org/#part'>x</a>", {"http://example.org/"}),
        ('<a linktype="page" id="3">inside</a>', set()),
        ('<a href="/inside/">inside</a> <a href="mailto:a@example.invalid">mail</a>', set()),
        ("Read (https://example.org/leaflet), then go on.", {"https://example.org/leaflet"}),
        ("https://example.org/end.", {"https://example.org/end"}),
        (json.dumps([{"type": "link", "value": {"url": "https://example.org"}}]), {"https://example.org"}),
        (
            {"body": json.dumps([{"value": '<a href="https://example.org/x">x</a>'}])},
            {"https://example.org/x"},
        ),
        ("[not json https://example.org/y", {"https://example.org/y"}),
        (f"https://example.org/{'x' * LONGEST}", set()),
        (None, set()),
        (7, set()),
    ],
)
def test_addresses_are_found_where_readers_can_follow_them(written, found) -> None:
    assert addresses_in(written) == found


@given(
    st.recursive(
        st.text() | st.none() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_nothing_that_anybody_writes_breaks_it(value) -> None:
    assert all(address.lower().startswith("http") for address in addresses_in(value))


@given(st.text())
def test_no_text_breaks_it_as_json_either(text) -> None:
    addresses_in(f"[{text}]")
    addresses_in(json.dumps({"body": [text]}))
