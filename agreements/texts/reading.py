"""Read the versions of texts: the one in force, and the spec of any."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from threading import Lock
from uuid import UUID

from django.conf import settings

from agreements.texts.models import AgreementText, TextVersion
from agreements.texts.spec import TextSpec, from_json

KEPT_SPECS = 64

_specs: OrderedDict[UUID, TextSpec] = OrderedDict()
_lock = Lock()


class SampleTextRefused(Exception):
    """Sample text would be put out for signature where real agreements are made."""


def text_in_force(*, programme_id: UUID, kind: str, on: date | None = None) -> TextVersion | None:
    """Return the newest approved version of a kind's text, or the newest approved by a day; one query."""
    versions = TextVersion.objects.filter(
        text__programme_id=programme_id, text__kind=kind, state=TextVersion.State.APPROVED
    )
    if on is not None:
        versions = versions.filter(approved_at__date__lte=on)
    return versions.select_related("text").order_by("-number").first()


def spec_of_text(version_id: UUID) -> TextSpec:
    """Return the compiled text of a version; an approved one is read once per process.

    Raises TextVersion.DoesNotExist, also for a draft: it has no compiled text.
    """
    with _lock:
        if version_id in _specs:
            _specs.move_to_end(version_id)
            return _specs[version_id]
    version = TextVersion.objects.exclude(state=TextVersion.State.DRAFT).get(pk=version_id)
    spec = from_json(version.spec)
    if version.is_fixed:
        with _lock:
            _specs[version_id] = spec
            while len(_specs) > KEPT_SPECS:
                _specs.popitem(last=False)
    return spec


def refuse_sample(version: TextVersion) -> None:
    """Raise SampleTextRefused where placeholders are refused and the version is sample text."""
    if settings.REFUSE_PLACEHOLDERS and version.is_sample:
        raise SampleTextRefused(
            f"{version.text} is still sample text, so no agreement on it can be put out for signature. "
            "Have the real text written and approved."
        )


def open_version(text: AgreementText) -> TextVersion | None:
    """Return the version of a text that is being written or waits for approval."""
    return text.versions.filter(state__in=(TextVersion.State.DRAFT, TextVersion.State.PROPOSED)).first()
