"""Take in the files that came with a posted page, before its form is built: the form then knows only ids."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from forms.definitions.fields.files import CHOSEN, NAME, REMOVE, UPLOAD, counted, most_files
from forms.definitions.spec import FieldSpec
from forms.uploads.holding import Holder
from forms.uploads.offering import total_size
from forms.uploads.refusals import FileRefused
from forms.uploads.services import store_upload
from forms.uploads.taking import take
from sniffing import shown_name

# The last input of every page with files: a body that was cut off does not hold it.
WHOLE = "whole"
INTERRUPTED = "The upload was interrupted. Choose the file again"
# No page lists as many files as this.
MOST_IDS = 100


@dataclass(frozen=True, slots=True)
class Received:
    """A posted page whose files are ids now.

    `problems` say by the key of a question which files were not taken. With `stay` one of the buttons of a
    question was pressed, so the page is shown again; `kept` says that something new was kept.
    """

    data: QueryDict
    problems: Mapping[str, tuple[str, ...]]
    stay: bool = False
    kept: bool = False


def receive(
    fields: Collection[FieldSpec],
    *,
    data: QueryDict,
    files: MultiValueDict[str, Any],
    holder: Holder,
    by: object,
    now: datetime,
) -> Received:
    """Store the files that were posted for these questions, drop those to be removed from their lists.

    What was posted for anything else is not looked at. Call it outside any transaction.
    """
    asking = [field for field in fields if field.type == NAME]
    if not asking:
        return Received(data, {})
    page = data.copy()
    problems: dict[str, tuple[str, ...]] = {}
    stay = kept = False
    for field in asking:
        listed = list(dict.fromkeys(page.getlist(field.key)[:MOST_IDS]))
        removed = page.get(f"{field.key}_{REMOVE}", "")
        stay = stay or bool(removed) or f"{field.key}_{UPLOAD}" in page
        listed = [one for one in listed if one != removed]
        wrong = []
        for new in _taken_in(field, listed, page, files, holder, by=by, now=now):
            if isinstance(new, FileRefused):
                wrong.append(str(new))
            elif new not in listed:
                listed.append(new)
                kept = True
        page.setlist(field.key, listed)
        if wrong:
            problems[field.key] = tuple(wrong)
    return Received(page, problems, stay=stay, kept=kept)


def _taken_in(
    field: FieldSpec,
    listed: list[str],
    page: QueryDict,
    files: MultiValueDict[str, Any],
    holder: Holder,
    *,
    by: object,
    now: datetime,
) -> Iterator[str | FileRefused]:
    """Yield the id of each new file of a question, or why it was not taken."""
    chosen = files.getlist(f"{field.key}_{CHOSEN}")
    if chosen and WHOLE not in page:
        yield FileRefused(INTERRUPTED)
        return
    for file in chosen:
        # An empty name is what a browser sends for an input in which nothing was chosen.
        name = str(file.name or "")
        if len(listed) >= most_files(field):
            yield FileRefused(
                f"“{shown_name(name)}” was not uploaded: the question takes {counted(most_files(field))}."
            )
            continue
        try:
            room = settings.UPLOADS_MOST_BYTES - total_size(holder.draft_id)
            taken = take(file, name=name, field=field, room=room)
            upload = store_upload(
                holder=holder,
                field_key=field.key,
                name=taken.name,
                kind=taken.kind,
                data=taken.data,
                by=by,
                now=now,
            )
        except FileRefused as refused:
            yield FileRefused(f"“{shown_name(name)}” was not uploaded. {refused}")
            continue
        yield str(upload.pk)
