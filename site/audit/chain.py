"""How one event is hashed onto the one before it."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from vault.derived import derived_key

if TYPE_CHECKING:
    from audit.models import AuditEvent

FIRST_LINK = "0" * 64
PURPOSE = "audit-chain"


def link(event: AuditEvent) -> str:
    """Return the HMAC-SHA256 of an event's canonical form, the previous link included.

    Keyed, so that whoever can write rows but holds no key cannot chain changed events again.
    """
    canonical = {
        "sequence": event.sequence,
        "at": event.at.isoformat(timespec="microseconds"),
        "action": event.action,
        "actor": event.actor,
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "programme": event.programme,
        "organisation": event.organisation,
        "sitting": event.sitting,
        "detail": event.detail,
        "personal_sha256": event.personal_sha256,
        "previous_sha256": event.previous_sha256,
    }
    return hmac.new(derived_key(purpose=PURPOSE), canonical_json(canonical), hashlib.sha256).hexdigest()


def personal_hash(values: dict[str, Any], *, salt: bytes) -> str:
    """Return the salted hash that stands in the chain for an event's personal values."""
    return hashlib.sha256(salt + canonical_json(values)).hexdigest()


def canonical_json(value: Any) -> bytes:
    """Write JSON one way only: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
