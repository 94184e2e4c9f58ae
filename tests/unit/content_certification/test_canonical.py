from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from content.certification.canonical import canonical_form, digest_of, lines_of, sha256_of
from content.certification.refusals import ChangesByItself

NAMES = ["p", "div", "section", "em", "strong", "a", "ul", "li", "span"]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20)


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    """Well-nested HTML of divs and inline elements, some of them volatile."""
    name = draw(st.sampled_from(["div", "section", "span", "em", "strong"] if depth else ["span", "em"]))
    inner = draw(st.lists(words() if depth == 0 else st.one_of(words(), elements(depth - 1)), max_size=3))
    return f"<{name}>{''.join(inner)}</{name}>"


def words() -> st.SearchStrategy[str]:
    return TEXT.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def document(body: str) -> str:
    return f"<!DOCTYPE html><html lang='en'><head><title>T</title></head><body>{body}</body></html>"


@given(elements())
def test_the_canonical_form_of_a_canonical_form_is_itself(body: str) -> None:
    once = canonical_form(document(f"<main>{body}</main>"))

    assert canonical_form(once) == once


@given(elements(), elements(), elements())
def test_what_is_volatile_never_matters(around: str, one: str, other: str) -> None:
    def page(volatile: str) -> str:
        return document(f"<main>{around}<div data-volatile='visit'>{volatile}</div>{around}</main>")

    assert canonical_form(page(one)) == canonical_form(page(other)) == canonical_form(page(""))


@given(
    elements(), st.text("abcxyz0189", min_size=1, max_size=8), st.text("abcxyz0189", min_size=1, max_size=8)
)
def test_any_other_word_matters(around: str, one: str, other: str) -> None:
    def page(word: str) -> str:
        return canonical_form(document(f"<main>{around}<p title='{word}'>Dose {word}</p></main>"))

    assert (page(one) == page(other)) is (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>5 mg</p>", "<p>50 mg</p>"),
        ("<p>word<b>s</b></p>", "<p>word <b>s</b></p>"),
        ("<a href='/one/'>Read</a>", "<a href='/two/'>Read</a>"),
        ("<img alt='A pen' src='/media/a.png'>", "<img alt='A pin' src='/media/a.png'>"),
        ("<p>▼</p>", "<p></p>"),
        ("<p>Not for all</p>", "<p hidden>Not for all</p>"),
        ("<pre>a  b</pre>", "<pre>a b</pre>"),
        ("<script src='/static/js/a.js'></script>", ""),
    ],
)
def test_what_a_reader_could_notice_makes_another_form(one: str, other: str) -> None:
    assert canonical_form(document(one)) != canonical_form(document(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<div>\n  <p>Text</p>\n</div>", "<div><p>Text</p></div>"),
        ("<p>\n  Two   words\n</p>", "<p>Two words</p>"),
        ("<p class='a' id='b'>T</p>", "<p id='b'   class='a'>T</p>"),
        ("<p>One<!-- note --> two</p>", "<p>One two</p>"),
        (
            "<link rel='stylesheet' href='/static/css/site.0123456789ab.css'>",
            "<link rel='stylesheet' href='/static/css/site.ba9876543210.css'>",
        ),
    ],
)
def test_how_the_source_is_written_makes_no_difference(one: str, other: str) -> None:
    assert canonical_form(document(one)) == canonical_form(document(other))


def test_the_text_around_a_volatile_element_stays() -> None:
    html = document("<p>Before <span data-volatile='name'>Robin</span> after</p>")

    assert "Before after" in canonical_form(html)


def test_a_link_that_names_its_page_leads_to_that_page_at_any_address() -> None:
    def link(attributes: str) -> str:
        return canonical_form(document(f"<main><a {attributes}>Read on</a></main>"))

    here = link("href='/about/' data-page='7'")

    assert link("href='/about-us/' data-page='7'") == here
    assert link("href='/about/' data-page='8'") != here
    assert link("href='/about/'") != link("href='/about-us/'")


def test_a_digest_in_an_address_elsewhere_counts() -> None:
    one = canonical_form(document("<a href='https://x.example/a.0123456789ab.pdf'>PDF</a>"))

    assert "0123456789ab" in one


def test_a_token_that_nobody_marked_as_volatile_is_noticed() -> None:
    form = "<form><input type='hidden' name='csrfmiddlewaretoken' value='x'></form>"

    with pytest.raises(ChangesByItself, match="data-volatile"):
        canonical_form(document(form))
    canonical_form(document(f"<div data-volatile='form'>{form}</div>"))


def test_one_digest_stands_for_a_set_of_renderings_in_any_order() -> None:
    one, two = sha256_of("a"), sha256_of("b")

    assert digest_of([one, two]) == digest_of([two, one, two])
    assert digest_of([one]) != digest_of([one, two])


def test_people_compare_a_page_block_by_block() -> None:
    form = canonical_form(document("<p>One <b>bold</b> word</p><p>Two</p>"))

    assert "<p>One <b>bold</b> word" in lines_of(form)
