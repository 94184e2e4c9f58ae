"""Where a form begins, and what a page that leads to it says."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from forms.definitions.models import Form
from forms.definitions.spec import ANYONE
from forms.submissions.ways import VISITORS


@dataclass(frozen=True, slots=True)
class Offered:
    """A form as a page offers it; without an address it is closed."""

    title: str
    intro: str
    address: str
    needs_account: bool
    other_way: str


def address_of(form: Form) -> str:
    """Return where a live form begins: for visitors at an address that asks nobody to sign in."""
    namespace = VISITORS if form.open_to == ANYONE else "submissions"
    return reverse(f"{namespace}:start", kwargs={"form_slug": form.slug})


def offered(form: Form | None) -> Offered | None:
    """Return what a page says of a form; None where an editor's choice is gone."""
    if form is None:
        return None
    return Offered(
        title=form.title,
        intro=form.intro,
        address=address_of(form) if form.live else "",
        needs_account=form.open_to != ANYONE,
        other_way=form.other_way,
    )
