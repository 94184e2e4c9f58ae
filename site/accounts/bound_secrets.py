"""Bind the secrets of second factors to their person, so that a row's secret opens for nobody else.

allauth hands its adapter a text and no person. So what it seals is first sealed for nobody, and sealed
again for the person when the row is saved: "<user id>:<base64>", under a context that holds the id. A row
that carries another person's secret is refused when it is read, a secret that was never bound when it is
opened: whoever can write to the table cannot give themself, or another person, a factor that they know.
"""

from __future__ import annotations

import base64
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models.signals import post_init, pre_save

from vault.envelope import SealBroken, seal, unseal

UNBOUND = "mfa.authenticator.secret"
SEALED_KEYS = ("secret", "seed")


def seal_unbound(text: str) -> str:
    """Seal a secret whose person is not known yet; it opens only to be bound when its row is saved."""
    return base64.b64encode(seal(text.encode(), context=UNBOUND)).decode()


def open_bound(sealed: str) -> str:
    """Open a secret that was bound to a person; raise SealBroken for any other."""
    user_id, separator, encoded = sealed.partition(":")
    if not separator:
        raise SealBroken("The secret of a second factor is bound to nobody.")
    return unseal(_decoded(encoded), context=_context(user_id)).decode()


def connect_signals() -> None:
    """Listen to rows of second factors; called once when the app is ready."""
    pre_save.connect(_bind, sender=Authenticator, dispatch_uid="accounts.bound_secrets.bind")
    post_init.connect(_check, sender=Authenticator, dispatch_uid="accounts.bound_secrets.check")


def _bind(sender: type[Authenticator], instance: Authenticator, **_: Any) -> None:
    for key in SEALED_KEYS:
        sealed = instance.data.get(key, "")
        if sealed and ":" not in sealed:
            text = unseal(_decoded(sealed), context=UNBOUND)
            bound = base64.b64encode(seal(text, context=_context(instance.user_id))).decode()
            instance.data[key] = f"{instance.user_id}:{bound}"


def _check(sender: type[Authenticator], instance: Authenticator, **_: Any) -> None:
    # A deferred column is not here to be checked, nor can it be opened.
    data = instance.__dict__.get("data") or {}
    for key in SEALED_KEYS:
        user_id, separator, _rest = data.get(key, "").partition(":")
        if separator and user_id != str(instance.user_id):
            raise SealBroken(f"Second factor {instance.pk} carries the secret of another person.")


def _context(user_id: object) -> str:
    return f"{UNBOUND}:{user_id}"


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise SealBroken("The secret of a second factor is not base64.") from error
