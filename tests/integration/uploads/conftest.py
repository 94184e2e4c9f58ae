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
from forms.submissions.models import Submission
from forms.submissions.services import save_step, start_draft, submit
from forms.uploads.holding import Holder
from forms.uploads.services import destroy_removed, store_upload
from sniffing import PDF as PDF_KIND, PNG
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
from tests.integration.submissions.wizard import answer
from tests.integration.uploads.pages import open_page
from tests.library_files import a_pdf, a_picture

LETTER, SCANS = "letter", "scans"
LETTER_PDF, SCAN_PNG = a_pdf("Sentinel-letter-words"), a_picture("PNG", (41, 31))


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


@pytest.fixture
def at_files(signed_in, scanner, draft, pages):  # noqa: F811
    """Stand before the page with files."""
    answer(signed_in, draft, "who", pages["who"])
    return open_page(signed_in, draft)


@pytest.fixture
def left(stored):
    """Return the names of the files that are left once what was removed is destroyed, as after a commit."""

    def names() -> list[str]:
        destroy_removed(timezone.now())
        return [one.name for one in stored_files(stored)]

    return names


@pytest.fixture
def put(holder, member):
    """Store a file of the draft; return its answer."""

    def store(key: str, name: str, data: bytes, of=PDF_KIND):
        upload = store_upload(
            holder=holder, field_key=key, name=name, kind=of, data=data, by=member, now=timezone.now()
        )
        return {
            "id": str(upload.pk),
            "name": upload.name,
            "type": upload.media_type,
            "size": upload.size,
            "sha256": upload.sha256,
        }

    return store


@pytest.fixture
def fill(draft, organisation, partners, member):  # noqa: F811
    def save(letter: list, scans: list):
        answers = {
            **step_answers(organisation, partners[1]),
            "files": {"title": "T", LETTER: letter},
            "asks": {"has_scans": "yes"},
            "scans": {SCANS: scans} if scans else {},
        }
        for key in ("who", "files", "asks", "scans", "patient", "services", "delivery", "confirm"):
            save_step(
                draft=draft, step_key=key, answers=answers[key], by=member, revision=draft.revision, now=timezone.now()
            )  # fmt: skip
        return draft

    return save


@pytest.fixture
def ready(scanner, put, fill):
    """A draft with a letter for the nurse service and a scan for the homecare provider."""
    return fill([put(LETTER, "letter of Ada.pdf", LETTER_PDF)], [put(SCANS, "scan.png", SCAN_PNG, PNG)])


def send(draft: Any, member: Any) -> Submission:
    return submit(draft=draft, by=member, revision=draft.revision, now=timezone.now())
