"""Who wrote what is about to be published: nobody publishes their own words."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING
from uuid import UUID

from wagtail.models import Revision

if TYPE_CHECKING:
    from forms.definitions.models import Form

CONTENT = ("programme", "kind", "slug", "title", "intro", "what_happens_next", "steps", "routes")


def authors_of(form: Form, revision: Revision, *, since: int | None) -> tuple[UUID, ...]:
    """Return who changed the form after revision `since` up to `revision`, the last one last.

    Saving without a change makes nobody an author, and going back to an earlier state undoes the
    authorship of what came between. Without any change it is who saved `revision`.
    """
    states: dict[str, UUID | None] = {}
    history = form.revisions.filter(pk__gte=since or 0, pk__lte=revision.pk).order_by("pk")
    published = ""
    for pk, author, content in history.values_list("pk", "user_id", "content"):
        state = content_hash(content)
        if pk == since:
            published = state
        if state in states:
            later = list(states)[list(states).index(state) + 1 :]
            for undone in later:
                del states[undone]
        states[state] = states.get(state) or author
    if published and len(states) > 1:
        del states[published]
    return tuple(author for author in states.values() if author) or _saved_by(revision)


def _saved_by(revision: Revision) -> tuple[UUID, ...]:
    return (revision.user_id,) if revision.user_id else ()


def content_hash(content: dict[str, object]) -> str:
    """Return the SHA-256 of what an editor can write in a revision; block ids and dates do not count."""
    written = {name: _plain(content.get(name)) for name in CONTENT}
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, str) and value[:1] == "[":
        value = json.loads(value)
    return _without_ids(value)


def _without_ids(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_ids(one) for key, one in value.items() if key != "id"}
    if isinstance(value, list):
        return [_without_ids(one) for one in value]
    return value
