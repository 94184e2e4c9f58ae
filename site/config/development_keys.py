"""Keys for a developer's machine, made on the first run and kept under var/, never in the repository."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path


def development_keys(folder: Path) -> dict[str, str]:
    """Return the machine's own keys, making them once."""
    path = folder / "development-keys.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "VAULT_KEYS": f"development:{_key()}",
            "VAULT_ACTIVE_KEY": "development",
            "VAULT_INDEX_KEY": _key(),
        }
        # Two processes may start together: whoever links the file first wins.
        temporary = folder / f"development-keys.{os.getpid()}"
        temporary.write_text(json.dumps(made, indent=2))
        temporary.chmod(0o600)
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        temporary.unlink()
    keys: dict[str, str] = json.loads(path.read_text())
    return keys


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
