"""Say before a form is sent that its files are too large for a recipient's channel, not after."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.template.defaultfilters import filesizeformat

from directory.models import Destination
from directory.services import destinations_for
from forms.definitions.path import AppliedForm
from forms.documents.disclosure import disclose, disclosed_files
from forms.routing.capacity import room_for_files
from forms.submissions.legs import ReadyLeg, Recipient
from forms.submissions.refusals import LegRefused


def require_room(legs: Iterable[ReadyLeg], applied: AppliedForm) -> None:
    """Raise LegRefused for the first recipient whose channel cannot carry the files that it would receive."""
    for leg in legs:
        _require(leg.recipient, leg.destination, _size(leg.recipient, applied))


def require_room_of(recipients: Iterable[Recipient], applied: AppliedForm, *, on: date) -> None:
    """Do the same before addresses are asked for; where nobody receives files, ask nobody."""
    sizes = {one: size for one in recipients if (size := _size(one, applied))}
    if not sizes:
        return
    destinations = destinations_for(partners=[one.partner for one in sizes], on=on)
    for recipient, size in sizes.items():
        if destination := destinations.get(recipient.partner.pk):
            _require(recipient, destination, size)


def _size(recipient: Recipient, applied: AppliedForm) -> int:
    return sum(file.size for file in disclosed_files(disclose(applied, audience=recipient.audience.key)))


def _require(recipient: Recipient, destination: Destination, size: int) -> None:
    room = room_for_files(destination)
    if room is not None and size and size > room:
        raise LegRefused(
            f"The files for {recipient.partner.name} have {filesizeformat(size)} together. It can be sent "
            f"{filesizeformat(room)}. Remove a file or choose smaller ones."
        )
