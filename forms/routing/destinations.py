"""A destination as it was when a leg was made: kept sealed on the leg and never looked up again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from directory.models import Destination

MAIL_TRANSPORTS = frozenset({Destination.Transport.SMTP.value, Destination.Transport.SES.value})


@dataclass(frozen=True, slots=True)
class FrozenDestination:
    """Where a leg goes and how it is protected. The passphrase never shows in a representation."""

    destination_id: str
    transport: str
    address: str
    accredited_secure_mail: bool
    programme: str  # the programme's name as the covering mail gives it
    options: dict[str, Any] = field(default_factory=dict)
    passphrase: str = field(default="", repr=False)

    @property
    def needs_encryption(self) -> bool:
        """Say whether the PDF travels encrypted: always, but to accredited secure mail."""
        return not (self.accredited_secure_mail and self.transport in MAIL_TRANSPORTS)


def freeze(destination: Destination, *, programme: str) -> FrozenDestination:
    """Copy what decides where a leg goes and how it is protected."""
    return FrozenDestination(
        destination_id=str(destination.pk),
        transport=destination.transport,
        address=destination.address,
        accredited_secure_mail=destination.accredited_secure_mail,
        programme=programme,
        options=dict(destination.options),
        passphrase=destination.passphrase,
    )


def destination_to_json(destination: FrozenDestination) -> dict[str, Any]:
    """Return plain JSON data, as it is sealed on the leg."""
    return asdict(destination)


def destination_from_json(data: dict[str, Any]) -> FrozenDestination:
    """Read what `destination_to_json` wrote."""
    return FrozenDestination(**data)
