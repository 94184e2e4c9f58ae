"""Find earlier submissions about the same patient by a keyed hash; nothing here reads an answer back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from directory.models import Organisation
from forms.submissions.models import Submission
from vault.blind_index import blind_index


@dataclass(frozen=True, slots=True)
class Earlier:
    """A submission that was made before."""

    reference: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Matches:
    """Earlier submissions about one patient: those the person may hear of, and those nobody here may."""

    own: tuple[Earlier, ...] = ()
    elsewhere: tuple[str, ...] = ()


def identity_index(identity: str, *, programme_id: object) -> str:
    """Return the keyed hash by which one patient's submissions to a programme are found; empty for none."""
    return blind_index(f"{programme_id}\x00{identity}", purpose="identity") if identity else ""


def take_turns(index: str) -> None:
    """Let only one transaction at a time look for earlier submissions about a patient and then add one.

    Two drafts of one patient that are sent at once would otherwise not see each other. SQLite lets one
    transaction write at a time anyway.
    """
    if index and connection.vendor == "postgresql":
        # Half of the keyed hash, as the signed number that the lock takes; ends with the transaction.
        number = int.from_bytes(bytes.fromhex(index[:16]), signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def matches_of(index: str, *, organisation: Organisation) -> Matches:
    """Return earlier submissions with this index, in one query wherever they were made.

    The work is the same whether the match is here, elsewhere or nowhere, so that the time it takes
    tells nobody that another organisation knows the patient.
    """
    if not index:
        return Matches()
    rows = Submission.objects.filter(programme_id=organisation.programme_id, identity_index=index)
    found = list(rows.order_by("submitted_at").values_list("organisation_id", "reference", "submitted_at"))
    own = tuple(Earlier(reference, at) for place, reference, at in found if place == organisation.pk)
    elsewhere = tuple(reference for place, reference, _ in found if place != organisation.pk)
    return Matches(own=own, elsewhere=elsewhere)
