"""Who wrote what is about to be published: nobody publishes their own words."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING
from uuid import UUID

from wagtail.models import Revision

from forms.definitions.compile.source import SourceField, read

if TYPE_CHECKING:
    from forms.definitions.models import Form


def authors_of(form: Form, revision: Revision, *, since: int | None) -> tuple[UUID, ...]:
    """Return who changed the form after revision `since` up to `revision`, the last one last.

    Saving without a change makes nobody an author, and going back to an earlier state undoes the
    authorship of what came between. Without any change it is who saved `revision`.
    """
    states: dict[str, UUID | None] = {}
    history = form.revisions.filter(pk__gte=since or 0, pk__lte=revision.pk).order_by("pk")
    published = ""
    for pk, author, content in history.values_list("pk", "user_id", "content"):
        state = content_hash(form.from_serializable_data(content, check_fks=False))
        if pk == since:
            published = state
        if state in states:
            for undone in list(states)[list(states).index(state) + 1 :]:
                del states[undone]
        states[state] = states.get(state) or author
    if published and len(states) > 1:
        del states[published]
    return tuple(author for author in states.values() if author) or _saved_by(revision)


def content_hash(form: Form) -> str:
    """Return the SHA-256 of what an editor wrote; how it is stored and rows left undecided do not count."""
    source = read(form)
    written = {
        "of": [str(form.programme_id), form.kind, form.slug],
        "words": [source.title, source.intro, source.what_happens_next, source.other_way],
        "openness": [source.open_to, source.readers],
        "steps": [[asdict(step.spec), [_written(field) for field in step.fields]] for step in source.steps],
        "routes": [asdict(route.spec) for route in source.routes],
    }
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()


def _written(field: SourceField) -> dict[str, object]:
    decided = tuple(one for one in field.spec.disclosures if one.decision)
    return asdict(replace(field.spec, disclosures=decided))


def _saved_by(revision: Revision) -> tuple[UUID, ...]:
    return (revision.user_id,) if revision.user_id else ()
