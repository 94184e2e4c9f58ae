"""Make the peer's database and its form of the same 40 fields; run with the peer's settings."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.peer.settings"

import django

django.setup()

from django.core.management import call_command
from wagtail.models import Page, Site

from tests.bench.peer.fields import KINDS
from tests.bench.peer.models import FormField, FormPage


def build() -> None:
    call_command("migrate", verbosity=0)
    root = Page.get_first_root_node()
    page = root.add_child(
        instance=FormPage(
            title="Registration",
            slug="registration",
            to_address="a@bench.invalid, b@bench.invalid",
            from_address="peer@bench.invalid",
            subject="Registration",
        )
    )
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True)
    for number, kind in enumerate(KINDS):
        choices = {"radio": "Yes\nNo", "checkboxes": "One\nTwo\nThree", "dropdown": "One\nTwo\nThree"}
        FormField.objects.create(
            page=page,
            sort_order=number,
            label=f"Question {number}",
            field_type=kind,
            required=True,
            choices=choices.get(kind, ""),
        )
    page.save_revision().publish()


if __name__ == "__main__":
    build()
    sys.stdout.write("built\n")
