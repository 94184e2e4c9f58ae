"""Who asks for a document, as far as that decides what they get."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from content.audience.audiences import admits
from content.audience.declared import audience_of, signed_in


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom somebody declared to be, and whether and as what they are signed in."""

    audience: str | None
    signed_in: bool = False
    groups: frozenset[int] = frozenset()

    def is_among(self, audience: str) -> bool:
        """Say whether something for that audience is for this reader."""
        return admits(audience, self.audience)


def reader_of(request: HttpRequest, *, with_groups: bool = True) -> Reader:
    """Return who asks; one query for somebody signed in whose groups matter, none for anybody else."""
    audience = audience_of(request)
    if not signed_in(request):
        return Reader(audience)
    if not with_groups:
        return Reader(audience, signed_in=True)
    groups = frozenset(request.user.groups.values_list("pk", flat=True))
    return Reader(audience, signed_in=True, groups=groups)
