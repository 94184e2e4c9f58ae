"""{% navigation as ways %}: where header and foot lead, for the audience of the page that is shown."""

from __future__ import annotations

from django import template
from django.template import Context

from content.menu import Navigation, navigation_for

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> Navigation:
    """Return the ways for the context's audience; those of a site without pages where there is no request."""
    request = getattr(context, "request", None)
    if request is None:
        return Navigation()
    return navigation_for(request, str(context.get("audience") or ""))
