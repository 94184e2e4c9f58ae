"""Production does not start with demo data, development secrets or placeholders."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured

from programme.models import SafetyRecord
from tests.builders import a_user

BASE = Path(__file__).parents[3]
KEY = base64.b64encode(b"k" * 32).decode()
WHOLE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "ALLOWED_HOSTS": "programme.example",
    "SECRET_KEY": "a-secret-of-production-that-is-long-enough-0123456789",
    "VAULT_KEYS": f"first:{KEY}",
    "VAULT_ACTIVE_KEY": "first",
    "VAULT_INDEX_KEY": KEY,
    "DATABASE_URL": "postgres://user:password@127.0.0.1:1/name",
    "DEFAULT_FROM_EMAIL": "no-reply@programme.example",
    "BASE_URL": "https://programme.example",
    "EMAIL_HOST": "mail.programme.example",
}


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); print('started')"],
        cwd=BASE,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{BASE}:{BASE / 'site'}", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_production_starts_with_everything_set():
    result = start(**WHOLE)

    assert result.returncode == 0, result.stderr
    assert "started" in result.stdout


def test_production_refuses_demo_mode():
    result = start(**WHOLE, DEMO="1")

    assert result.returncode != 0
    assert "Production never runs in demo mode" in result.stderr


@pytest.mark.parametrize(
    "missing",
    ["SECRET_KEY", "VAULT_KEYS", "VAULT_ACTIVE_KEY", "VAULT_INDEX_KEY", "DATABASE_URL", "ALLOWED_HOSTS"],
)
def test_production_refuses_a_missing_secret_and_names_it(missing):
    result = start(**{name: value for name, value in WHOLE.items() if name != missing})

    assert result.returncode != 0
    assert missing in result.stderr


@pytest.fixture
def strict(settings):
    settings.REFUSE_PLACEHOLDERS = True


def ids() -> set[str]:
    return {fault.id for fault in run_checks(tags=[Tags.database], databases=["default"])}


def test_placeholders_demo_people_and_fictitious_organisations_are_errors(strict, organisation):
    a_user(is_demo=True)

    assert {"programme.E001", "accounts.E001", "directory.E001"} <= ids()


def test_real_data_passes(strict, programme):
    SafetyRecord.objects.update(is_placeholder=False)

    assert not ids() & {"programme.E001", "accounts.E001", "directory.E001"}


def test_elsewhere_placeholders_are_welcome(organisation):
    assert not ids() & {"programme.E001", "accounts.E001", "directory.E001"}


@pytest.mark.django_db(transaction=True)
def test_the_web_server_refuses_to_start_and_says_why(strict, organisation):
    from config.startup import refuse_unready_data

    with pytest.raises(ImproperlyConfigured, match="fictitious organisations") as refusal:
        refuse_unready_data()

    assert "programme.E001" in str(refusal.value)


@pytest.mark.django_db(transaction=True)
def test_the_web_server_starts_with_real_data(strict, programme):
    from config.startup import refuse_unready_data

    SafetyRecord.objects.update(is_placeholder=False)

    refuse_unready_data()


def test_both_servers_ask_before_they_serve():
    for name in ("wsgi", "asgi"):
        assert "refuse_unready_data()" in (BASE / "site" / "config" / f"{name}.py").read_text()
