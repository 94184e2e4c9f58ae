from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files import File
from PIL import Image as Picture
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.models import Collection

from content.contacts.models import Contact
from content.glossary.models import GlossaryEntry
from content.models import HomePage, StandardPage
from forms.definitions.models import Form
from programme.models import Programme, Service

pytestmark = pytest.mark.django_db


def block(kind_of_block: str, /, **value: Any) -> dict[str, Any]:
    return {"type": kind_of_block, "value": value}


FULL = [
    block("section", heading="Section heading", text="<p>Section text[^own] of the NHS</p>"),
    block("service_wording", service="app", heading="State", available="<p>It is here</p>",
          in_development="<p>Not here yet</p>"),
    block("notice", kind="safety", title="Notice title", text="<p>Notice</p>"),
    block("quote", text="Quoted words", who="A nurse"),
    block("accordion", heading="Questions", questions=[{"question": "Why so?", "answer": "<p>Because</p>"}]),
    block("cards", heading="", cards=[{"icon": "nurse", "title": "Card title", "text": "<p>Card[^app]</p>"}]),
    block("steps", heading="", steps=[{"title": "Step title", "text": "<p>Do it</p>"}]),
    block("checklist", heading="Have ready", items=["<p>Item to tick</p>"]),
    block("facts", heading="", facts=[{"fact": "4 pens", "text": "first"}, {"fact": "1", "text": "form"}]),
    block("table", caption="Table caption", columns=["A", "B"], rows=[["one", "two"]]),
    block("providers", heading="Providers", role="homecare"),
    block("contacts", heading="Contacts", text="", kind="account_manager"),
    block("live_checklist", heading="Where you stand", text=""),
    block("documents", heading="Documents to read", categories=[], how_many=5),
    block("call_to_action", heading="Next", text="", page=None, address="https://example.org/", button_text="Go on"),
    block("footnote", mark="own", text="<p>Own footnote</p>"),
    block("footnote", mark="unused", text="<p>Unused footnote</p>"),
]  # fmt: skip
EMPTY = [
    block("section", heading="", text=""),
    block("service_wording", service="app", heading="", available="", in_development=""),
    block("notice", kind="information", title="", text=""),
    block("quote", text="", who=""),
    block("accordion", heading="", questions=[]),
    block("cards", heading="", cards=[]),
    block("steps", heading="", steps=[]),
    block("checklist", heading="", items=[]),
    block("facts", heading="", facts=[]),
    block("table", caption="", columns=[], rows=[]),
    block("providers", heading="", role="app"),
    block("contacts", heading="", text="", kind="speaker"),
    block("live_checklist", heading="", text=""),
    block("documents", heading="", categories=[], how_many=1),
    block("form", form=None, button_text=""),
    block("form_link", heading="", text="", form=None, button_text=""),
    block("call_to_action", heading="", text="", page=None, address="", button_text=""),
    block("listing", heading="", kind="", section=None, label="", tag="", order="title", how_many=1),
    block("footnote", mark="", text=""),
]


@pytest.fixture
def home(kesimptaconnect: Programme) -> HomePage:
    site = kesimptaconnect.site
    page = HomePage(title="Home", slug="home-of-blocks")
    site.root_page.add_child(instance=page)
    site.root_page = page
    site.save()
    return page


def shows(home: HomePage, blocks: list[dict[str, Any]], **values: Any) -> str:
    page = StandardPage(title="Everything", body=json.dumps(blocks), **values)
    home.add_child(instance=page)
    response = page.make_preview_request()
    assert response.status_code == 200
    return response.rendered_content


def test_every_block_shows_what_it_holds(home: HomePage, kesimptaconnect: Programme, form: Form) -> None:
    Service.objects.update_or_create(
        programme=kesimptaconnect, key="app", defaults={"label": "App", "footnote": "The app is not there."}
    )
    Contact.objects.create(
        programme=kesimptaconnect, kind="account_manager", name="North team", phone="020 7946 0144"
    )
    GlossaryEntry.objects.create(programme=kesimptaconnect, short="NHS", long="National Health Service")
    blocks = [
        *FULL,
        block("form", form=form.pk, button_text="Begin it"),
        block("form_link", heading="Form", text="", form=form.pk, button_text="Start it"),
    ]

    html = shows(home, blocks)

    for text in ("Section text", "Not here yet", "Notice title", "Quoted words", "Why so?", "Card title",
                 "Step title", "Item to tick", "4 pens", "Table caption", "North team", "Where you stand",
                 "Documents to read", "Go on", "Start it", "Own footnote", "The app is not there.",
                 "Unused footnote", "National Health Service", 'href="tel:02079460144"'):  # fmt: skip
        assert text in html, text
    assert "It is here" not in html
    assert html.index("Own footnote") < html.index("The app is not there.")


def test_every_block_stands_without_its_optional_parts(home: HomePage) -> None:
    assert "Everything" in shows(home, EMPTY)


def test_every_block_that_editors_have_is_tried() -> None:
    tried = {one["type"] for one in [*FULL, *EMPTY]} | {"figure"}

    assert tried == set(StandardPage.body.field.stream_block.child_blocks)


# Wagtail leaves the file of a size that it made to the garbage collector.
@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_figure_comes_in_several_sizes_with_its_words(
    home: HomePage, kesimptaconnect: Programme, tmp_path: Any, now: datetime
) -> None:
    path = tmp_path / "picture.png"
    Picture.new("RGB", (1600, 900), "teal").save(path)
    kept_in = Collection.get_first_root_node() or Collection.add_root(name="Root")
    with path.open("rb") as opened:
        image = get_image_model().objects.create(
            title="A picture", file=File(opened, name=f"{uuid4().hex[:24]}.png"), collection=kept_in
        )
    figure = block(
        "figure",
        image={"image": image.pk, "alt_text": "A nurse at a door", "decorative": False},
        caption="At home",
    )

    html = shows(home, [figure])

    assert 'alt="A nurse at a door"' in html
    assert "At home" in html
    assert 'type="image/webp"' in html
    for width in ("400w", "800w", "1200w"):
        assert width in html


def test_a_table_whose_rows_do_not_fit_its_columns_is_refused() -> None:
    table = StandardPage.body.field.stream_block.child_blocks["table"]
    value = table.to_python({"caption": "C", "columns": ["A", "B"], "rows": [["one"]]})

    with pytest.raises(StructBlockValidationError) as refused:
        table.clean(value)

    assert "2 cells" in str(refused.value.non_block_errors)


def test_a_call_to_action_leads_to_one_thing() -> None:
    action = StandardPage.body.field.stream_block.child_blocks["call_to_action"]
    value = action.to_python({"heading": "H", "text": "", "page": None, "address": "", "button_text": "Go"})

    with pytest.raises(StructBlockValidationError) as refused:
        action.clean(value)

    assert "one of the two" in str(refused.value.non_block_errors)
