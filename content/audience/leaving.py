"""Links that leave the site lead through a notice, at an address that only this site can make.

The signature holds no time and its key never changes: a page with such a link stays the page that was
certified.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from vault.derived import derived_key

SCHEMES = frozenset({"http", "https"})
_BEFORE_QUERY = re.compile(r"[^?#]*")
_LEFT_OUT = dict.fromkeys(map(ord, "\t\r\n"))


class ForgedLink(Exception):
    """An address to leave by was not made here, or was changed since."""


def exit_url(url: str) -> str:
    """Return the address to link to for a link: that of the notice, where the link leaves the site.

    A path of the site itself, mail, phone and the hosts of EXIT_DIRECT_HOSTS come back as they are.
    """
    whole = _whole(url)
    if host_of(whole) in {"", *settings.EXIT_DIRECT_HOSTS}:
        return url
    return reverse("audience:leaving", kwargs={"signed": _signer().sign_object(whole)})


def target_of(signed: str) -> str:
    """Return the link that an address of the notice stands for; raise ForgedLink."""
    try:
        return str(_signer().unsign_object(signed))
    except (BadSignature, ValueError) as error:
        raise ForgedLink("This link was not made by this site, or not completely copied.") from error


def host_of(url: str) -> str:
    """Return the host of an absolute web address in lower case, without its port; '' for anything else."""
    try:
        parts = urlsplit(url.strip())
        return (parts.hostname or "") if parts.scheme.lower() in SCHEMES else ""
    except ValueError:
        return ""


def _whole(url: str) -> str:
    """Return a link as browsers read it: no tabs or line breaks, slashes for backslashes, https where none is said."""
    read = url.strip().translate(_LEFT_OUT)
    path = _BEFORE_QUERY.match(read)
    whole = path[0].replace("\\", "/") + read[path.end() :] if path else read
    return f"https:{whole}" if whole.startswith("//") else whole


def _signer() -> Signer:
    key = derived_key(purpose="content.audience.leaving")
    return Signer(key=key.hex(), sep=".", salt="content.audience.leaving", fallback_keys=[])
