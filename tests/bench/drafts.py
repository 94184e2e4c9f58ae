"""Prepare drafts that only wait to be sent: `python -m tests.bench.drafts COUNT FIRST FILE`.

Runs with the settings of the stack it prepares. The answers are those of the newest submission, each
draft about another synthetic patient, from the number FIRST on; each has a session of its own. FILE
gets one JSON object a line: path, cookies and body of the request that sends the draft.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

import django

django.setup()

from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from forms.definitions.path import apply
from forms.definitions.versions import spec_of
from forms.submissions.models import Draft, Submission
from forms.submissions.work import Work, work_to_json
from tests.bench.identifiers import never_issued_numbers
from tests.signing_in import SignedInClient

CSRF = "b" * 32
BATCH = 500


def drafts_like(submission: Submission, numbers: Iterable[str], now: datetime) -> Iterator[Draft]:
    """Yield unsaved drafts with the answers of a submission, each with another health number."""
    spec = spec_of(submission.form_version)
    for number in numbers:
        answers = {**submission.answers, "health_number": {"kind": "nhs", "value": number}}
        work = Work()
        for step in apply(spec, answers).steps:
            work = work.with_step(step, answers, complete=True, revision=1, page="")
        draft = Draft(
            programme_id=submission.programme_id,
            organisation_id=submission.organisation_id,
            owner_id=submission.submitted_by_id,
            form_version_id=submission.form_version_id,
            revision=1,
            created_at=now,
            updated_at=now,
            expires_at=now + timedelta(days=1),
        )
        draft.work = work_to_json(work)
        yield draft


def sessions_like(submission: Submission, count: int, now: datetime) -> Iterator[Session]:
    """Yield unsaved sessions in which the submitter has given password and second factor."""
    client = SignedInClient()
    client.force_login(submission.submitted_by)
    data = client.session.encode(dict(client.session.items()))
    for _ in range(count):
        yield Session(
            session_key=get_random_string(32).lower(), session_data=data, expire_date=now + timedelta(days=1)
        )


def main(count: int, first: int, file: Path) -> None:
    now = timezone.now()
    submission = Submission.objects.latest("submitted_at")
    numbers = islice(never_issued_numbers(), first, first + count)
    drafts = Draft.objects.bulk_create(drafts_like(submission, numbers, now), batch_size=BATCH)
    sessions = Session.objects.bulk_create(sessions_like(submission, count, now), batch_size=BATCH)
    with file.open("w") as lines:
        for draft, session in zip(drafts, sessions, strict=True):
            post = {
                "path": reverse("submissions:submit", args=[draft.pk]),
                "cookies": f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={CSRF}",
                "body": urlencode({"csrfmiddlewaretoken": CSRF, "revision": draft.revision}),
            }
            lines.write(json.dumps(post) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
