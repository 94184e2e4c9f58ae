"""Where a form begins, what a page that leads to it says, and what to use once it is closed."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from forms.definitions.control.closing import instead_of
from forms.definitions.models import Form
from forms.definitions.spec import ANYONE
from forms.submissions.ways import VISITORS


@dataclass(frozen=True, slots=True)
class Closed:
    """What a closed form tells people to use; the address is another form's, a page's or empty."""

    text: str
    address: str
    link_text: str
    other_way: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A form as a page offers it; one without an address is `closed`."""

    title: str
    intro: str
    address: str
    needs_account: bool
    closed: Closed | None


def address_of(form: Form) -> str:
    """Return where a live form begins: for visitors at an address that asks nobody to sign in."""
    namespace = VISITORS if form.open_to == ANYONE else "submissions"
    return reverse(f"{namespace}:start", kwargs={"form_slug": form.slug})


def closed_words(form: Form) -> Closed:
    """Return what to use instead of a form that is closed."""
    instead = instead_of(form)
    address = address_of(instead.form) if instead.form else instead.address
    link_text = instead.form.title if instead.form else "Use this instead"
    return Closed(instead.text, address, link_text, form.other_way)


def offered(form: Form | None) -> Offered | None:
    """Return what a page says of a form; None where an editor's choice is gone."""
    if form is None:
        return None
    return Offered(
        title=form.title,
        intro=form.intro,
        address=address_of(form) if form.live else "",
        needs_account=form.open_to != ANYONE,
        closed=None if form.live else closed_words(form),
    )
