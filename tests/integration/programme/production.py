"""Run the product's commands with production's settings, in a process of their own, with invented secrets."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

from tests import seal_certificates

BASE = Path(__file__).parents[3]
SUBJECT = "Example programme seal"
KEY = base64.b64encode(b"k" * 32).decode()
WHOLE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "ALLOWED_HOSTS": "programme.example",
    "SECRET_KEY": "a-secret-of-production-that-is-long-enough-0123456789",
    "VAULT_KEYS": f"first:{KEY}",
    "VAULT_ACTIVE_KEY": "first",
    "VAULT_INDEX_KEY": KEY,
    "SEAL_PKCS12": seal_certificates.packed(SUBJECT),
    "DATABASE_URL": "postgres://user:password@127.0.0.1:1/name",
    "DEFAULT_FROM_EMAIL": "no-reply@programme.example",
    "DELIVERY_CONTACT_EMAIL": "office@programme.example",
    "BASE_URL": "https://programme.example",
    "EMAIL_HOST": "mail.programme.example",
}


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with exactly these surroundings."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=BASE,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{BASE}:{BASE / 'site'}", **environment},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings and the applications."""
    return run("-c", "import django; django.setup(); print('started')", **environment)
