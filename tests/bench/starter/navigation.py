"""The first page of a site, whose children are its menu, as Wagtail's tutorial finds it."""

from django import template
from wagtail.models import Site

register = template.Library()


@register.simple_tag(takes_context=True)
def site_root(context):
    return Site.find_for_request(context["request"]).root_page
