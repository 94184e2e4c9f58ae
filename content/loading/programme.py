"""Load the programme itself: its site, product, services and safety records, placeholders marked as such."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from wagtail.models import Locale, Page, Site

from audit.trail import record
from content.loading.report import Report
from programme.models import Product, Programme, SafetyRecord, Service

LOADER = "load_programme"
RECORD_FIELDS = (
    "name", "neutral_name", "strapline", "sponsor", "company_role", "territory", "reference_prefix",
)  # fmt: skip


def load_record(data: dict[str, Any], *, now: datetime, report: Report) -> Programme:
    """Create the programme with its product, services and safety records where they are missing."""
    programme = Programme.objects.filter(code=data["code"]).first()
    created = programme is None
    if programme is None:
        programme = Programme.objects.create(
            site=free_site(), code=data["code"], **{name: data[name] for name in RECORD_FIELDS}
        )
        record("programme.loaded", actor=LOADER, subject=programme, programme=programme)
    report.note(f"programme {programme.name}", created=created)
    product, created = Product.objects.get_or_create(programme=programme, defaults=data["product"])
    report.note(f"product {product.brand_name}", created=created)
    for values in data["safety_records"]:
        safety, created = SafetyRecord.objects.get_or_create(
            programme=programme,
            kind=values["kind"],
            territory=values["territory"],
            defaults={**values, "is_placeholder": True},
        )
        report.note(f"safety record {safety.name_in_words}", created=created)
    for values in data["services"]:
        service, created = Service.objects.get_or_create(
            programme=programme, key=values["key"], defaults=values
        )
        report.note(f"service {service.label}", created=created)
    return programme


def free_site() -> Site:
    """Return the default site if no programme has it yet, else a new one; pages hang below it later."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None and not Programme.objects.filter(site=site).exists():
        return site
    port = 80 if site is None else max(Site.objects.values_list("port", flat=True)) + 1
    return Site.objects.create(
        hostname="localhost",
        port=port,
        site_name=settings.SITE_NAME,
        root_page=root_page(),
        is_default_site=site is None,
    )


def root_page() -> Page:
    """Return the root of all pages, making it in a database that has none."""
    root = Page.get_first_root_node()
    if root is None:
        Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
        root = Page.add_root(title="Root", slug="root")
    return root
