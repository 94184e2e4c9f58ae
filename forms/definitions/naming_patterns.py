"""Keep the patterns that administrators name; published versions keep the pattern that they froze."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from audit.trail import audited, record
from forms.definitions.naming import slug_of, unique
from forms.definitions.pattern_records import NamedPattern
from forms.definitions.patterns import matches, problem_of

DOES_NOT_FIT = "The example that is to fit does not: “{}”. Change the pattern or the example."
FITS = "The example that is not to fit does: “{}”. Change the pattern or the example."
TAKEN = "Another pattern has this name. Choose another."


class PatternRefused(Exception):
    """The pattern cannot be used; the message says why, and what to change."""


def save_pattern(*, pattern: NamedPattern, by: User, now: datetime) -> NamedPattern:
    """Add or change a named pattern; its key is made once and stays. Raise PatternRefused."""
    _check(pattern)
    with audited(at=now):
        if NamedPattern.objects.exclude(pk=pattern.pk).filter(name__iexact=pattern.name).exists():
            raise PatternRefused(TAKEN)
        added = pattern.pk is None
        if added:
            taken = set(NamedPattern.objects.values_list("key", flat=True))
            pattern.key = unique(slug_of(pattern.name, "pattern"), taken)
        pattern.save()
        record(
            "form_pattern.added" if added else "form_pattern.changed",
            actor=by,
            subject=pattern,
            detail={"key": pattern.key, "pattern": pattern.pattern},
        )
    return pattern


def _check(pattern: NamedPattern) -> None:
    if problem := problem_of(pattern.pattern):
        raise PatternRefused(problem)
    if not matches(pattern.pattern, pattern.fits):
        raise PatternRefused(DOES_NOT_FIT.format(pattern.fits))
    if matches(pattern.pattern, pattern.does_not_fit):
        raise PatternRefused(FITS.format(pattern.does_not_fit))
