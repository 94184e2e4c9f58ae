"""Add a programme beside the others: its site, product and safety records, and what the floors above need."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_domain_name
from django.http.request import validate_host
from wagtail.models import Locale, Page, Site

from audit.trail import audited, record
from programme.look import change_look
from programme.models import Product, Programme, SafetyRecord
from programme.setting_up import steps

PLACEHOLDER = "PLACEHOLDER: {kind}. This text has not been supplied yet. Nothing here may be relied on."
LARGEST_PORT = 65_535


class ProgrammeRefused(Exception):
    """A programme cannot be added as it was entered; the message says why and what to do."""


class NameTaken(ProgrammeRefused):
    """Another programme has the name, the code or the prefix of references."""


class HostTaken(ProgrammeRefused):
    """Another programme's site has the host name."""


class HostUnfit(ProgrammeRefused):
    """The host name is none, or this installation does not answer for it."""


def add_programme(
    *, programme: Programme, product: Product, hostname: str, port: int, by: Any, now: datetime
) -> Programme:
    """Make a programme with its site, product, placeholder safety records and what the floors above supply.

    `programme` and `product` are unsaved. Raises NameTaken, HostTaken, HostUnfit or ColourUnreadable, and
    then nothing is made.
    """
    with audited(at=now):
        _refuse_taken(programme)
        programme.site = _site(programme, hostname=hostname.lower(), port=port)
        programme.save(force_insert=True)
        product.programme = programme
        product.save(force_insert=True)
        _add_placeholders(programme)
        record(
            "programme.added",
            actor=by.pk,
            subject=programme,
            programme=programme,
            detail={"code": programme.code, "host": hostname.lower(), "port": port},
        )
        change_look(
            programme=programme,
            neutral_name=programme.neutral_name,
            primary=programme.primary_colour,
            accent=programme.accent_colour,
            by=by,
            now=now,
        )
        for step in steps():
            step(programme=programme, by=by, now=now)
    return programme


def refuse_unfit_host(hostname: str, port: int) -> None:
    """Raise HostUnfit or HostTaken where no new programme can have its site at a host name and port."""
    if not _is_host(hostname) or not 0 < port <= LARGEST_PORT:
        raise HostUnfit("Enter a host name without https:// and without a path, such as support.example.com.")
    if not validate_host(hostname, settings.ALLOWED_HOSTS):
        raise HostUnfit(
            f"This installation does not answer for {hostname} yet. Have it added to ALLOWED_HOSTS first."
        )
    if Programme.objects.filter(site__hostname__iexact=hostname, site__port=port).exists():
        raise HostTaken(f"Another programme’s site has the host name {hostname}. Enter one of its own.")


def _is_host(hostname: str) -> bool:
    try:
        validate_domain_name(hostname)
    except ValidationError:
        return hostname == "localhost"
    return True


def _refuse_taken(programme: Programme) -> None:
    for name, label in (("name", "name"), ("code", "code"), ("reference_prefix", "prefix of references")):
        value = getattr(programme, name)
        if Programme.objects.filter(**{f"{name}__iexact": value}).exists():
            raise NameTaken(f"Another programme has the {label} {value}. Enter one of its own.")


def _site(programme: Programme, *, hostname: str, port: int) -> Site:
    refuse_unfit_host(hostname, port)
    # A new installation comes with a site that is nobody's yet.
    found = Site.objects.filter(hostname=hostname, port=port).first()
    if found is not None:
        return found
    return Site.objects.create(
        hostname=hostname, port=port, site_name=programme.neutral_name, root_page=_root_page()
    )


def _root_page() -> Page:
    root = Page.get_first_root_node()
    if root is None:
        Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
        root = Page.add_root(title="Root", slug="root")
    return root


def _add_placeholders(programme: Programme) -> None:
    for kind in SafetyRecord.Kind:
        SafetyRecord.objects.create(
            programme=programme,
            kind=kind,
            title=kind.label,
            body=PLACEHOLDER.format(kind=kind.label),
            is_placeholder=True,
        )
