"""A form that asks for files, of which the nurse service may have some and the homecare provider none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from forms.definitions.spec import (
    Condition,
    Disclosure,
    Rule,
    StepSpec,
)
from forms.submissions.services import start_draft
from forms.uploads.holding import Holder
from tests.clamd_server import Clamd, clamd
from tests.integration.submissions.conftest import (  # noqa: F401
    a_field,
    a_spec,
    a_version,
    form,
    kind,
    pages,
    partners,
    signed_in,
    step_answers,
)

LETTER, SCANS = "letter", "scans"


def files_field(key: str, *, audiences: tuple[str, ...] = ("nurse", "team"), **values: Any) -> Any:
    disclosures = tuple(
        Disclosure(
            audience, "share" if audience in audiences else "withhold", "care" * (audience in audiences)
        )
        for audience in ("nurse", "homecare", "team")
    )
    settings = {"types": ["pdf", "jpeg", "png", "word"], "most_files": 3, "most_megabytes": 1}
    return a_field(
        key, "files", label=key.title(), **{"disclosures": disclosures, "settings": settings, **values}
    )


def a_form_with_files(**changed: Any) -> Any:
    """Return the example form with a page of files after the patient's."""
    spec = a_spec()
    has_scans = Rule(conditions=(Condition("has_scans", "equals", ("yes",)),))
    files = StepSpec(
        "files",
        "Files",
        fields=(
            a_field("title", "short_text", label="Title"),
            files_field(LETTER, **changed),
        ),
    )
    scans = StepSpec(
        "scans",
        "Scans",
        show_when=has_scans,
        fields=(files_field(SCANS, audiences=("homecare",), required=False),),
    )
    asks = StepSpec("asks", "Scans", fields=(a_field("has_scans", "yes_no", label="Are there scans?"),))
    who, patient, *others = spec.steps
    return a_spec(steps=(who, files, asks, scans, patient, *others))


@pytest.fixture(autouse=True)
def stored(settings: Any, tmp_path: Path) -> Path:
    """Keep the files of each test apart."""
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "documents", "base_url": None},
        },
    }
    return tmp_path / "documents"


def stored_files(folder: Path) -> list[Path]:
    """Return what lies in the storage of uploads."""
    return sorted(one for one in (folder / "uploads").rglob("*") if one.is_file())


@pytest.fixture
def scanner(settings: Any) -> Iterator[Clamd]:
    with clamd() as server:
        settings.CLAMD_ADDRESS = server.address
        yield server


@pytest.fixture
def no_scanner(settings: Any) -> None:
    """A scanner is set up and does not answer: nothing listens on port 1."""
    settings.CLAMD_ADDRESS = "tcp://127.0.0.1:1"


@pytest.fixture
def version(form, member, now):  # noqa: F811
    return a_version(form, a_form_with_files(), by=member, now=now)


@pytest.fixture
def draft(version, organisation, partners, member):  # noqa: F811
    """A draft that is open by the real clock, which the pages read."""
    return start_draft(form_version=version, organisation=organisation, owner=member, now=timezone.now())


@pytest.fixture
def holder(draft) -> Holder:
    return Holder(draft.pk, draft.programme_id, draft.organisation_id, draft.owner_id, draft.expires_at)
