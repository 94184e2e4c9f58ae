"""What the starter's production settings leave to the installation; the database as ours, to be fair to it."""

from starter.settings.base import DATABASES, INSTALLED_APPS, TEMPLATES

INSTALLED_APPS.append("wagtail.contrib.settings")
TEMPLATES[0]["OPTIONS"]["context_processors"].append("wagtail.contrib.settings.context_processors.settings")
SECRET_KEY = "bench-only"
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
DATABASES["default"] |= {
    "CONN_MAX_AGE": 600,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    },
}
