"""What the search of the site finds in the document library."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils import timezone

from content.library.finding import Found, find_documents
from content.library.readers import reader_of
from content.search import Finding, source
from programme.current import programme_of


@source("documents")
def find_in_library(request: HttpRequest, words: str, audiences: frozenset[str]) -> Sequence[Finding]:
    """Find the documents of the request's programme by their titles and the words inside them."""
    programme = programme_of(request)
    if programme is None:
        return ()
    found = find_documents(
        words, programme_id=programme.pk, reader=reader_of(request), on=timezone.localdate()
    )
    return [
        Finding(
            one.document.title, one.document.address, f"Document ({one.document.kind})", _description(one)
        )
        for one in found
    ]


def _description(one: Found) -> str:
    return "".join(piece.text for piece in one.snippet) or one.document.summary
