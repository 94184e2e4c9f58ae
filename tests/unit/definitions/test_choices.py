from __future__ import annotations

from dataclasses import replace

import pytest

from forms.definitions.context import Choice, FormContext
from forms.definitions.fields import field_type
from forms.definitions.form_building import build_form
from forms.definitions.spec import Option
from tests.unit.definitions.samples import (
    CONTEXT,
    NURSES,
    OPTIONS,
    ORGANISATION,
    OTHER_SITE,
    PARTNER,
    SITE,
    TODAY,
    a_field,
    a_form,
    error_of,
    post,
)


@pytest.mark.parametrize("name", ["radios", "select", "yes_no", "organisation", "site", "partner"])
def test_only_what_is_offered_is_accepted(name):
    assert error_of(a_field(name), {"q": "something else"}) == (
        "id_q",
        "Choose one of the answers listed for “The question”",
    )


def test_checkboxes_take_only_listed_options_in_their_order_and_each_once():
    field = a_field("checkboxes")

    assert post(field, {"q": ["green", "red", "green"]}).stored_answers() == {"q": ["red", "green"]}
    assert "Choose only answers listed" in error_of(field, {"q": ["red", "mauve"]})[1]


def test_an_answer_prints_the_label_of_its_option():
    assert field_type("radios").lines(a_field("radios"), "red") == ("Red",)
    assert field_type("checkboxes").lines(a_field("checkboxes"), ["blue", "red"]) == ("Red", "Blue")
    assert field_type("yes_no").lines(a_field("yes_no"), "yes") == ("Yes",)


def test_an_option_that_the_form_no_longer_has_is_no_answer():
    field = a_field("radios", options=OPTIONS[1:])

    assert not field_type("radios").fits(field, "red")
    assert field_type("radios").lines(field, "red") == ()


def test_partners_of_another_role_are_neither_offered_nor_accepted():
    field = a_field("partner")

    assert "Nurse Service" not in str(post(field, {}).questions[0])
    assert not post(field, {"q": NURSES}).is_valid()


def test_a_partner_that_is_no_longer_offered_is_refused():
    assert not post(a_field("partner"), {"q": PARTNER}, replace(CONTEXT, partners=())).is_valid()


def test_where_nothing_is_offered_the_page_says_so():
    for name in ("organisation", "site", "partner"):
        form = post(a_field(name), {}, FormContext(today=TODAY))
        assert not form.is_valid()
        assert "nothing to choose from" in str(form.questions[0])


def test_a_site_belongs_to_the_organisation_chosen_on_the_same_page():
    fields = (a_field("organisation", key="trust"), a_field("site", key="site"))
    spec = a_form(*fields)

    def posted(site: str) -> object:
        data = {"trust": ORGANISATION, "site": site}
        return build_form(spec.steps[0], spec=spec, context=CONTEXT, answers={}, data=data)

    assert posted(SITE).is_valid()
    assert posted(OTHER_SITE).error_links == [
        ("id_site", "Choose a place for “The question” that belongs to the organisation you chose")
    ]


def test_the_only_organisation_is_chosen_already_but_never_the_only_partner():
    one = replace(CONTEXT, organisations=CONTEXT.organisations[:1])
    for name, chosen in (("organisation", True), ("partner", False)):
        spec = a_form(a_field(name))
        html = str(build_form(spec.steps[0], spec=spec, context=one, answers={}).questions[0])
        assert (" selected" in html or " checked" in html) is chosen


def test_an_option_tied_to_a_kind_of_partner_is_offered_only_while_one_may_be_chosen():
    options = (Option("nurse", "Nurse service"), Option("app", "App", partner_role="app"))
    field = a_field("checkboxes", options=options)
    with_app = replace(CONTEXT, partners=(Choice("1", "The app service", group="app"),))

    assert set(field_type("checkboxes").form_field(field, CONTEXT).offered) == {"nurse"}
    assert set(field_type("checkboxes").form_field(field, with_app).offered) == {"nurse", "app"}
