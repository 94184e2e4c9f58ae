"""Tests: no environment needed, fixed keys that no other settings know."""

import base64
import os
import tempfile
from pathlib import Path

from config.development_seal import development_seal
from config.settings.base import *

DEBUG = False
DEMO = False
DEMO_ACCOUNTS = True
SYNTHETIC_PATIENTS_ONLY = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
SECRET_KEY = "test-only-secret-key-that-no-other-settings-know-0123456789"
VAULT_KEYS = "test:" + base64.b64encode(b"t" * 32).decode()
VAULT_ACTIVE_KEY = "test"
VAULT_INDEX_KEY = base64.b64encode(b"i" * 32).decode()
REGISTRATION_GATE = "tests.gates.ListedGate"
# What the gate of the tests refuses; the product's own gate has tests of its own.
MISSING_AGREEMENTS: frozenset[tuple[str, str]] = frozenset()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False
# What a test writes is never committed, so nothing that was kept would be renewed: tests of keeping keep.
PAGE_CACHE_SECONDS = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

VAR_DIR = Path(os.environ.get("TEST_VAR_DIR") or tempfile.mkdtemp(prefix="programme-test-"))
DELIVERY_INBOX_DIR = VAR_DIR / "inboxes"
SEAL_PKCS12 = development_seal(VAR_DIR)
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    **STORAGES,
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "media"},
    },
    **{
        name: {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": VAR_DIR / name, "base_url": None},
        }
        for name in ("library", "images", "renditions")
    },
    "documents": {
        "BACKEND": "forms.documents.durable.DurableFileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "documents", "base_url": None},
    },
}
if "DATABASE_URL" not in os.environ:
    # Processes of one test (web, worker) share the database, so it is a file.
    DATABASES["default"] = {
        **DATABASES["default"],
        "NAME": VAR_DIR / "db.sqlite3",
        "TEST": {"NAME": VAR_DIR / f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.sqlite3"},
    }
