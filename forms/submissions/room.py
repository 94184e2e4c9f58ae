"""Say before a form is sent that its files are too large for a recipient's channel, not after."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.defaultfilters import filesizeformat

from forms.definitions.path import AppliedForm
from forms.documents.disclosure import disclose, disclosed_files
from forms.routing.capacity import room_for_files
from forms.submissions.legs import ReadyLeg
from forms.submissions.refusals import LegRefused


def require_room(legs: Iterable[ReadyLeg], applied: AppliedForm) -> None:
    """Raise LegRefused for the first recipient whose channel cannot carry the files that it would receive."""
    for leg in legs:
        files = disclosed_files(disclose(applied, audience=leg.recipient.audience.key))
        size, room = sum(file.size for file in files), room_for_files(leg.destination)
        if files and room is not None and size > room:
            raise LegRefused(
                f"The files for {leg.recipient.partner.name} have {filesizeformat(size)} together. It can be sent "
                f"{filesizeformat(room)}. Remove a file or choose smaller ones."
            )
