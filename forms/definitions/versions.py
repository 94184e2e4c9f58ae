"""Read published versions. A version never changes, so its spec is kept for the life of the process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

from forms.definitions.spec import FormSpec, from_json

if TYPE_CHECKING:
    from forms.definitions.models import Form, FormVersion

KEPT_SPECS = 64

_specs: OrderedDict[tuple[UUID, str], FormSpec] = OrderedDict()
_lock = Lock()


def spec_of(version: FormVersion) -> FormSpec:
    """Return the spec of a version; read from its JSON once per process, the least used forgotten first."""
    known = (version.pk, version.sha256)
    with _lock:
        if known in _specs:
            _specs.move_to_end(known)
            return _specs[known]
    spec = from_json(version.spec)
    with _lock:
        _specs[known] = spec
        while len(_specs) > KEPT_SPECS:
            _specs.popitem(last=False)
    return spec


def live_version(form: Form) -> FormVersion | None:
    """Return the version that new drafts get, None while the form is not published; one query.

    Its spec is left in the database: `spec_of` knows it already, but for the first time.
    """
    return form.versions.filter(form__live=True).defer("spec").order_by("-number").first()


def latest_version(form: Form) -> FormVersion | None:
    """Return the version that was published last, live or not; one query."""
    return form.versions.order_by("-number").first()


def published_types(form: Form) -> Mapping[str, frozenset[str]]:
    """Return every field key that a version of the form ever had, with the types it had; one query."""
    types: dict[str, set[str]] = {}
    for version in form.versions.all():
        for field in spec_of(version).fields():
            types.setdefault(field.key, set()).add(field.type)
    return {key: frozenset(found) for key, found in types.items()}
