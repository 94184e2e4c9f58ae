"""What editors paste, through the conversion of the admin's own editor."""

from __future__ import annotations

import json
from typing import Any

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page

from content.blocks.prose import LONGEST_TEXT, PROSE
from content.models import StandardPage

# What a browser hands over when somebody copies from Word.
WORD = """
<!--StartFragment--><!--[if gte mso 9]><xml><o:p/></xml><![endif]-->
<h1 style="mso-outline-level:1">Title from Word</h1>
<p class="MsoNormal" style="margin:0cm;font-family:Calibri"><span style="color:red;mso-bidi-font:x">First
<b>bold</b></span><o:p></o:p></p>
<p class="MsoListParagraph"><span>&middot;</span>Point</p>
<table><tr><td>Cell</td></tr></table><!--EndFragment-->
"""
PAYLOADS = [
    "<p>a<script>alert(1)</script>b</p>",
    '<p><img src="x" onerror="alert(1)"/>b</p>',
    '<p><a href="javascript:alert(1)">link</a></p>',
    '<p><a href=" java\\tscript:alert(1)">link</a></p>',
    '<p onclick="alert(1)">b</p>',
    "<svg/onload=alert(1)>",
    '<iframe src="https://evil.example"></iframe><p>b</p>',
    '<p style="background:url(javascript:alert(1))">b</p>',
]


def cleaned(html: str) -> str:
    """Return what is kept of HTML that somebody pastes into the editor and saves."""
    converter = ContentstateConverter(features=PROSE)
    return str(converter.to_database_format(converter.from_database_format(html)))


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS)
def test_scripts_never_reach_the_database(payload: str) -> None:
    html = cleaned(payload).casefold()

    for forbidden in ("<script", "onerror", "onclick", "onload", "javascript:", "<iframe", "style=", "<svg"):
        assert forbidden not in html


@pytest.mark.django_db
def test_a_link_to_a_script_in_what_the_editor_posts_is_not_kept() -> None:
    posted: dict[str, Any] = {
        "blocks": [{
            "key": "a", "type": "unstyled", "depth": 0, "text": "link", "inlineStyleRanges": [],
            "entityRanges": [{"offset": 0, "length": 4, "key": 0}],
        }],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}},
    }  # fmt: skip

    assert "javascript" not in str(
        ContentstateConverter(features=PROSE).to_database_format(json.dumps(posted))
    )


@pytest.mark.django_db
def test_text_from_word_keeps_its_words_and_loses_its_looks() -> None:
    html = cleaned(WORD)

    for word in ("Title from Word", "First", "<b>bold</b>", "Point"):
        assert word in html
    for looks in ("Mso", "mso", "style", "<o:p", "<span", "<h1", "<table", "font"):
        assert looks not in html


def test_a_paste_of_a_whole_book_is_refused() -> None:
    text = StandardPage.body.field.stream_block.child_blocks["section"].child_blocks["text"]

    with pytest.raises(Exception, match="40"):
        text.clean(text.to_python(f"<p>{'word ' * LONGEST_TEXT}</p>"))


@pytest.mark.django_db
def test_a_request_beyond_the_limit_is_refused_with_a_page(
    client: Any, shown: dict[str, Page], approver: Any
) -> None:
    client.force_login(approver)
    page = shown["for-everybody"]

    answer = client.post(f"/admin/pages/{page.pk}/edit/", {"introduction": "x" * 3_000_000})

    assert answer.status_code in {400, 413}
