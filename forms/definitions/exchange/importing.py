"""Make a draft of a file: a new form, or the next draft of the form that has its address."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError

from accounts.models import User
from audit.trail import audited, record
from forms.definitions.authorship import content_hash
from forms.definitions.compile import CompileFailed, CompileProblem, compile_form
from forms.definitions.exchange.checking import problems_of
from forms.definitions.exchange.exporting import STREAMS, WORDS, default_of
from forms.definitions.exchange.problems import FileProblem, ImportRefused, Path, written
from forms.definitions.exchange.reading import read
from forms.definitions.exchange.schema import file_schema
from forms.definitions.models import Form
from forms.definitions.services import save_draft
from forms.definitions.spec import Json
from programme.models import Programme

STREAM_NAMES = frozenset({*STREAMS, "fields"})
LOCKED = "Somebody has locked this form, so nothing can be imported into it. Ask them to unlock it."


@dataclass(frozen=True, slots=True)
class Imported:
    """The form, whether it is new, and whether the file changed anything of its draft."""

    form: Form
    is_new: bool
    is_changed: bool


def import_definition(*, data: bytes, programme: Programme, by: User, now: datetime) -> Imported:
    """Save the form that a file holds as a draft of a programme, checked as it is for publishing.

    A form of the programme with the same address gets it as its next draft. Publishing asks for the same
    approvals as ever.

    :raises ImportRefused: nothing was saved.
    """
    content = read(data)
    if problems := problems_of(content, file_schema()):
        raise ImportRefused(problems)
    with audited(at=now):
        form, before = _form_of(content, programme)
        _check(form)
        if before is not None and content_hash(form) == before:
            return Imported(form, is_new=False, is_changed=False)
        is_new = form.pk is None
        save_draft(form=form, by=by, now=now)
        record(
            "form.imported",
            actor=by,
            subject=form,
            programme=programme,
            detail={"file_sha256": hashlib.sha256(data).hexdigest(), "new": is_new},
        )
    return Imported(form, is_new=is_new, is_changed=True)


def _form_of(content: Mapping[str, Json], programme: Programme) -> tuple[Form, str | None]:
    """Return the form with the content of the file, not saved, and the hash of the draft that it replaces."""
    found = Form.objects.select_for_update().filter(programme=programme, slug=content["slug"]).first()
    if found is None:
        form, before = Form(programme=programme, slug=content["slug"], kind=content["kind"], live=False), None
    else:
        form = found.get_latest_revision_as_object()
        before = content_hash(form)
        if found.locked or found.get_lock() is not None:
            raise ImportRefused([FileProblem("slug", LOCKED)])
        if found.kind != content["kind"] and found.versions.exists():
            raise ImportRefused(
                [FileProblem("kind", f"The form at this address is of the kind “{found.kind}”.")]
            )
        form.kind = content["kind"]
    for name in WORDS:
        setattr(form, name, content.get(name, default_of(name)))
    for name in STREAMS:
        setattr(form, name, json.dumps(content.get(name, [])))
    return form, before


def _check(form: Form) -> None:
    """Raise ImportRefused with what keeps the form from being published, each with its place in the file."""
    try:
        form.complete_keys()
        form.full_clean(exclude=[*STREAMS, "latest_revision", "live_revision"])
        compile_form(form)
    except CompileFailed as failed:
        raise ImportRefused(FileProblem(_place(one), str(one)) for one in failed.problems) from None
    except ValidationError as error:
        raise ImportRefused(
            FileProblem("" if name == "__all__" else name, message)
            for name, messages in error.message_dict.items()
            for message in messages
        ) from None


def _place(problem: CompileProblem) -> str:
    """Return the place in the file of what the compiler found: a block's content stands in its “value”."""
    path: Path = ()
    stream = False
    for part in problem.path:
        path = (*path, part)
        if isinstance(part, int) and stream:
            path = (*path, "value")
        stream = part in STREAM_NAMES
    return written(path)
