"""Post a page with files as a person's browser does."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.integration.submissions.wizard import hidden, step_url
from tests.library_files import a_pdf

PDF = a_pdf("A letter")
LISTED = re.compile(r'name="(\w+)" value="([0-9a-f-]{36})"')


def a_file(name: str, data: bytes, content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type)


def listed(response: Any, key: str) -> list[str]:
    """Return the ids of the files that a page lists for a question."""
    return [id_ for name, id_ in LISTED.findall(response.content.decode()) if name == key]


def post(client: Any, draft: Any, step: str, page: Any, **values: Any) -> Any:
    """Post what the page shows with some values changed; new files by `<key>_file`."""
    shown = {key: listed(page, key) for key in ("letter", "scans")}
    data = {**hidden(page), **{key: ids for key, ids in shown.items() if ids}, "whole": "1", **values}
    return client.post(step_url(draft, step), data)


def open_page(client: Any, draft: Any, step: str = "files") -> Any:
    page = client.get(step_url(draft, step))
    assert page.status_code == 200, page.headers.get("Location")
    return page


def errors_of(response: Any) -> list[str]:
    """Return what a page says beside its questions."""
    return re.findall(r'visually-hidden">Error:</span> ([^<]*)</p>', response.content.decode())
