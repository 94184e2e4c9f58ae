"""Links and choices in templates."""

from __future__ import annotations

from django import template

from content.audience import leaving
from content.audience.audiences import choice_of

register = template.Library()


@register.filter
def exit_url(url: str) -> str:
    """Return the address to link to: that of the exit notice where a link leaves the site."""
    return leaving.exit_url(str(url))


@register.filter
def change_of_mind(audience: str) -> str:
    """Return the words with which a reader of an audience's page says that they are not of it."""
    choice = choice_of(str(audience))
    return choice.not_me if choice else "Say who you are"
