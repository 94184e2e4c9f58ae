"""The demo's browser reads forms as a person does and posts what a browser would."""

from __future__ import annotations

from datetime import date

import pytest

from content.demo.filling import NotOffered, filled, typed
from content.demo.pages import read_page

HTML = """
<title>Services, form</title>
<div role="alert"><h2>There is a problem</h2><p>Choose<br>one</p></div>
<form method="post" action="/out/"><input type="hidden" name="csrf" value="a"><button>Sign out</button></form>
<form method="post">
  <input type="hidden" name="revision" value="3">
  <label for="n">Name</label><input id="n" name="name" type="text" value="Rob&amp;in">
  <textarea name="notes">
old</textarea>
  <input type="radio" name="mode" id="m1" value="virtual" checked><label for="m1">By phone</label>
  <input type="radio" name="mode" id="m2" value="home"><label for="m2">At  home</label>
  <input type="checkbox" name="services" id="s1" value="nurse"><label for="s1">Nurse service</label>
  <input type="checkbox" name="services" id="s2" value="care" checked><label for="s2">Homecare</label>
  <select name="site"><option value="">Choose…</option><option value="7" selected>Cove</option>
  <option value="8">Quay</option></select>
  <button name="go" value="on">Continue</button><button name="later">Later</button>
</form>
"""
PAGE = read_page("http://localhost/step/", 200, HTML)
FORM = PAGE.forms[1]


def test_a_page_says_its_title_and_what_is_wrong() -> None:
    assert PAGE.title == "Services, form"
    assert PAGE.complaints == "There is a problem Choose one"


def test_a_form_is_found_by_what_it_asks() -> None:
    assert PAGE.form_with(control="revision") is FORM
    assert PAGE.form_with(button="Sign out") is PAGE.forms[0]
    assert PAGE.form_with(control="nothing") is None


def test_an_untouched_form_posts_what_it_shows() -> None:
    assert list(filled(FORM, {})) == [
        ("revision", "3"),
        ("name", "Rob&in"),
        ("notes", "old"),
        ("mode", "virtual"),
        ("services", "care"),
        ("site", "7"),
    ]


def test_answers_are_chosen_by_the_words_on_the_page() -> None:
    wanted = {
        "name": "Llŷr", "mode": "At home", "services": ["Nurse service", "Homecare"], "site": "Quay",
    }  # fmt: skip

    assert list(filled(FORM, {**wanted, "revision": "9"})) == [
        ("revision", "3"),
        ("name", "Llŷr"),
        ("notes", "old"),
        ("mode", "home"),
        ("services", "nurse"),
        ("services", "care"),
        ("site", "8"),
    ]


@pytest.mark.parametrize("wanted", [{"mode": "By post"}, {"services": ["App"]}, {"site": "Elsewhere"}])
def test_what_the_page_does_not_offer_is_an_error(wanted: dict[str, str | list[str]]) -> None:
    with pytest.raises(NotOffered, match="is not offered for"):
        list(filled(FORM, wanted))


def test_days_count_from_today() -> None:
    assert typed({"dose": "today+30", "given": "today", "name": "today is fine"}, today=date(2027, 1, 4)) == {
        "dose_day": "3", "dose_month": "2", "dose_year": "2027",
        "given_day": "4", "given_month": "1", "given_year": "2027",
        "name": "today is fine",
    }  # fmt: skip
