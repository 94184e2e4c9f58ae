from __future__ import annotations

from content.collected.abbreviations import used_in

GLOSSARY = {
    "MS": "multiple sclerosis",
    "H&C": "Health and Care",
    "SLA": "Service Level Agreement",
    "NHS": "x",
}


def shorts(html: str) -> list[str]:
    return [short for short, _long in used_in(html, GLOSSARY)]


def test_only_what_a_text_uses_is_listed_in_order_of_name():
    assert used_in("<p>The SLA of the MS team</p>", GLOSSARY) == [
        ("MS", "multiple sclerosis"),
        ("SLA", "Service Level Agreement"),
    ]


def test_parts_of_words_and_other_cases_do_not_count():
    assert shorts("<p>SMS, ms and items</p>") == []


def test_plurals_count():
    assert shorts("<p>Two SLAs</p>") == ["SLA"]


def test_escaped_characters_are_read_as_a_reader_does():
    assert shorts("<p>CHI or H&amp;C number</p>") == ["H&C"]


def test_attributes_scripts_and_listings_do_not_count():
    assert shorts('<p title="MS">x</p><script>MS</script><ul data-volatile="listing"><li>NHS</li></ul>') == []


def test_no_glossary_lists_nothing():
    assert used_in("<p>MS</p>", {}) == []
