"""Keys for a developer's machine, made on the first run and kept under var/, never in the repository."""

from __future__ import annotations

import base64
import json
import secrets
from pathlib import Path

from config.kept_files import made_once


def development_keys(folder: Path) -> dict[str, str]:
    """Return the machine's own keys, making them once."""
    keys: dict[str, str] = json.loads(made_once(folder / "development-keys.json", _make))
    return keys


def _make() -> bytes:
    made = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "VAULT_KEYS": f"development:{_key()}",
        "VAULT_ACTIVE_KEY": "development",
        "VAULT_INDEX_KEY": _key(),
    }
    return json.dumps(made, indent=2).encode()


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
