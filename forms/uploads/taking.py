"""Look at one file that somebody chose: is it there, small enough, of a kind that the question takes, and harmless."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import IO

from django.template.defaultfilters import filesizeformat

from forms.definitions.fields.files import MEGABYTE, allowed_kinds, most_bytes
from forms.definitions.spec import FieldSpec
from forms.uploads.refusals import FileRefused
from sniffing import Kind, Unacceptable, checked, safe_name, sniffed


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that may be kept: its name made safe, its kind by content, its bytes clean."""

    name: str
    kind: Kind
    data: bytes


def take(file: IO[bytes], *, name: str, field: FieldSpec, room: int) -> Taken:
    """Return a file as it may be kept; `room` is how many bytes the draft can still hold.

    :raises FileRefused: it is empty, too large, of another kind, protected, broken or can run something.
    """
    most = most_bytes(field)
    data = file.read(most + 1)
    if not data:
        raise FileRefused("The file is empty. Choose another one.")
    if len(data) > most:
        raise FileRefused(
            f"The file is larger than {most // MEGABYTE} MB. Make it smaller and choose it again."
        )
    try:
        kind = sniffed(io.BytesIO(data))
        if kind is None or kind not in allowed_kinds(field):
            raise FileRefused(_other_kind(field, kind))
        clean = checked(data, kind)
    except Unacceptable as error:
        raise FileRefused(str(error)) from error
    if len(clean) > room:
        left = filesizeformat(room) if room > 0 else "no room"
        raise FileRefused(
            f"All files of this form together would be too large: there is {left} left. "
            "Make the file smaller, or remove another one."
        )
    return Taken(safe_name(name, kind), kind, clean)


def _other_kind(field: FieldSpec, kind: Kind | None) -> str:
    *others, last = [one.label for one in allowed_kinds(field)]
    takes = f"{', '.join(others)} or {last}" if others else last
    if kind:
        return f"It is a {kind.label}. The question takes a {takes}."
    return f"By what it holds it is no {takes}, whatever it is called."
