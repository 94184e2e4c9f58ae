"""Fill in pages as a person's browser does."""

from __future__ import annotations

import re

from django.urls import reverse

from directory.models import Partner
from forms.submissions.models import Draft


def step_url(draft, key):
    return reverse("submissions:step", args=[draft.pk, key])


def hidden(response):
    """Return the hidden fields of a page as a browser would post them."""
    html = response.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("revision", "page")}


def answer(client, draft, key, values, **extra):
    """Open a step and post it, as a person does."""
    page = client.get(step_url(draft, key))
    assert page.status_code == 200, page.headers.get("Location")
    return client.post(step_url(draft, key), {**hidden(page), **values, **extra})


def answers_of(draft):
    return Draft.objects.get(pk=draft.pk).work["answers"]


def posts_provider(draft):
    return str(Partner.objects.get(role="homecare").pk)
