"""Links and choices in templates."""

from __future__ import annotations

from django import template

from content.audience import leaving
from content.audience.audiences import choice_of
from programme.models import SafetyRecord

# The Code of Practice asks for a direct link to these: one click, and no notice on the way.
DIRECT = frozenset(
    {
        SafetyRecord.Kind.ADVERSE_EVENTS_HCP,
        SafetyRecord.Kind.ADVERSE_EVENTS_PATIENT,
        SafetyRecord.Kind.PRESCRIBING_INFORMATION,
    }
)

register = template.Library()


@register.filter
def exit_url(url: str) -> str:
    """Return the address to link to: that of the exit notice where a link leaves the site."""
    return leaving.exit_url(str(url))


@register.filter
def safety_url(record: SafetyRecord) -> str:
    """Return the address to link to for a safety record: its own, where the Code asks for a direct link."""
    return record.link if record.kind in DIRECT else leaving.exit_url(record.link)


@register.filter
def change_of_mind(audience: str) -> str:
    """Return the words with which a reader of an audience's page says that they are not of it."""
    choice = choice_of(str(audience))
    return choice.not_me if choice else "Say who you are"
