"""What a page takes from other pages: words that change without its own certificate, and another programme's pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import html as parser
from wagtail.models import Page

from content.problems import Problem
from programme.models import Programme

LINKED = "data-page"
# The blocks that hold a form: of a page's body, and the steps of a checklist.
OFFERING = frozenset({"form", "form_link", "step"})


def problems_of_body(page: Any, programme: Programme) -> tuple[Problem, ...]:
    """Return what the blocks of a page take from elsewhere: words of links, and others' listings and forms."""
    return (*_in_blocks(page, programme.site.root_page.path), *_forms(page, programme))


def problems_of_links(html: str, programme: Programme) -> tuple[Problem, ...]:
    """Return the links of a page's main part that lead to a page of another programme; one query."""
    document = parser.document_fromstring(html)
    main = next(document.iter("main"), document)
    words = {
        int(key): " ".join(link.text_content().split())
        for link in main.iter("a")
        if (key := link.get(LINKED, "")).isdecimal()
    }
    own = Page.objects.filter(pk__in=words, path__startswith=programme.site.root_page.path)
    known = set(own.values_list("pk", flat=True)) if words else set()
    return tuple(
        Problem(
            "other_programme",
            f"The link “{said}” leads to a page that is not of {programme.name}. Choose a page of this site, "
            "or enter the whole address as of any other site.",
        )
        for key, said in words.items()
        if key not in known
    )


def _in_blocks(page: Any, root: str) -> Iterator[Problem]:
    for block in getattr(page, "body", None) or ():
        if block.block_type == "cards":
            for card in block.value["cards"]:
                if card["page"] is not None and not (card["link_text"] or "").strip():
                    yield Problem(
                        "link_words",
                        f"The card “{card['title']}” shows the title of the page to which it leads. Write the "
                        "words of its link: a title that changes there must not change what is certified here.",
                    )
        elif block.block_type == "listing":
            section = block.value["section"]
            if section is not None and not section.path.startswith(root):
                yield Problem(
                    "other_programme",
                    "A listing is to show a section of another programme. Choose one of this site.",
                )


def _forms(page: Any, programme: Programme) -> Iterator[Problem]:
    """Yield a problem for each form of another programme that a page offers, without a word of that one."""
    for block in (*(getattr(page, "body", None) or ()), *(getattr(page, "steps", None) or ())):
        form = block.value["form"] if block.block_type in OFFERING else None
        if form is not None and form.programme_id != programme.pk:
            yield Problem(
                "other_programme", f"A form of another programme is offered. Choose one of {programme.name}."
            )
