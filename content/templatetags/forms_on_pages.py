"""What a page says of a form that it leads to."""

from __future__ import annotations

from django import template

from forms.submissions.beginning import offered

register = template.Library()
register.filter("offered", offered)
