"""Stop what looks like a program's doing, in words for a person who is stopped by mistake, and with a way on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from forms.definitions.models import FormVersion
from forms.submissions.models import Draft
from forms.submissions.pinned import pinned_spec
from forms.submissions.visitors.limits import Act, within_limits
from forms.submissions.visitors.robots import fell_into_the_trap, seconds_too_fast

TRAPPED = (
    "A field that people do not see came filled in, perhaps by your browser. It is shown below: empty it, "
    "then try again."
)
TOO_FAST = (
    "This was sent faster than people usually fill it in. Wait {seconds} seconds, look through your answers "
    "and send them then."
)
TOO_MANY = (
    "Too many forms were sent in the last hour from your network, or to us altogether. Your answers are "
    "kept in this browser: send them in an hour."
)

TOO_MANY_BEGUN = (
    "This form was begun too often in the last hour from your network, or altogether. Try again in an hour."
)


@dataclass(frozen=True, slots=True)
class Stopped:
    """What to tell, whether to show the field that people do not see, and the status of the answer."""

    reason: str
    trapped: bool = False
    status: int = 422


def stopped_beginning(request: HttpRequest, version: FormVersion, *, now: datetime) -> Stopped | None:
    """Return why a visitor cannot begin a form now; None who can."""
    if fell_into_the_trap(request):
        return Stopped(TRAPPED, trapped=True, status=403)
    if not within_limits(request, Act.BEGIN, form_id=version.form_id, now=now):
        return Stopped(TOO_MANY_BEGUN, status=429)
    return None


def stopped_sending(request: HttpRequest, draft: Draft, *, now: datetime) -> Stopped | None:
    """Return why a visitor's form is not taken now; None where it is, and for every member's."""
    if draft.owner_id is not None or draft.state != Draft.State.OPEN:
        return None
    if fell_into_the_trap(request):
        return Stopped(TRAPPED, trapped=True, status=403)
    spec = pinned_spec(draft.form_version_id)
    if seconds := seconds_too_fast(spec, begun_at=draft.created_at, now=now):
        return Stopped(TOO_FAST.format(seconds=seconds))
    if not within_limits(request, Act.SEND, form_id=draft.form_version.form_id, now=now):
        return Stopped(TOO_MANY, status=429)
    return None
