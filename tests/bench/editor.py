"""An editor at work in a process of their own: each line of input publishes a page, certified, with new words.

A line is "<address> <words>"; the words become the page's introduction. "published" is said once it is stored.
"""

from __future__ import annotations

import sys

import django

django.setup()

from django.utils import timezone
from wagtail.models import Page, Site

from tests.certifying import publish_certified


def publish(address: str, words: str) -> None:
    root = Site.objects.get(is_default_site=True).root_page
    page = Page.objects.get(url_path=root.url_path + address.lstrip("/")).specific
    page.introduction = words
    publish_certified(page, now=timezone.now())


if __name__ == "__main__":
    for line in sys.stdin:
        publish(*line.strip().split(" ", 1))
        sys.stdout.write("published\n")
        sys.stdout.flush()
