"""Where people go once a form is retired: another form of the programme, or an address with a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from accounts.models import User
from audit.trail import audited, record
from forms.definitions.models import Form

# A form that was replaced may have been replaced again.
LONGEST_WAY = 5


class InsteadRefused(Exception):
    """What was entered leads nowhere."""


@dataclass(frozen=True, slots=True)
class Instead:
    """What to use instead of a retired form; `form` is live, and all are empty where nobody said."""

    form: Form | None = None
    address: str = ""
    text: str = ""


def say_what_instead(
    *, form: Form, use_instead: Form | None, address: str, text: str, by: User, now: datetime
) -> Form:
    """Keep what people are told to use once the form is retired; raise InsteadRefused."""
    address, text = address.strip(), text.strip()
    if use_instead is not None and address:
        raise InsteadRefused("Choose a form or enter an address, one of the two.")
    if use_instead is not None and use_instead.programme_id != form.programme_id:
        raise InsteadRefused("Choose a form of the same programme.")
    if use_instead is not None and use_instead.pk == form.pk:
        raise InsteadRefused("Choose another form than this one.")
    if address and not _leads_somewhere(address):
        raise InsteadRefused("Enter an address of this site that begins with /, or one with https://.")
    with audited(at=now):
        current: Form = Form.objects.select_for_update().get(pk=form.pk)
        current.use_instead, current.use_instead_address, current.use_instead_text = (
            use_instead,
            address,
            text,
        )
        # Saved as a record, so that pages that show the form are made anew.
        current.save(update_fields=["use_instead", "use_instead_address", "use_instead_text"])
        record(
            "form.instead_said",
            actor=by,
            subject=current,
            programme=current.programme_id,
            detail={"form": use_instead.pk if use_instead else None, "address": address},
        )
    return current


def instead_of(form: Form) -> Instead:
    """Return what to use instead of a retired form; a replacement that was replaced leads on."""
    current, text = form, form.use_instead_text
    for _ in range(LONGEST_WAY):
        following = current.use_instead
        if following is None:
            return Instead(None, current.use_instead_address, text or current.use_instead_text)
        if following.live:
            return Instead(following, "", text)
        current = following
    return Instead(text=text)


def _leads_somewhere(address: str) -> bool:
    if address.startswith("/"):
        return not address.startswith(("//", "/\\"))
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname)
