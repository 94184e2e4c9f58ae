"""Keys that do not work, or that everybody could know, are reported before anything is sealed."""

from __future__ import annotations

import base64

import pytest
from django.conf import settings as configured

from vault.checks import usable_keys

KEY = base64.b64encode(b"k" * 32).decode()


def ids() -> list[str]:
    return [fault.id for fault in usable_keys()]


def test_good_keys_pass():
    assert ids() == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("VAULT_KEYS", ""),
        ("VAULT_KEYS", "test:c2hvcnQ="),
        ("VAULT_KEYS", f"other:{KEY}"),
        ("VAULT_ACTIVE_KEY", ""),
        ("VAULT_INDEX_KEY", ""),
        ("VAULT_INDEX_KEY", "not base64"),
        ("VAULT_INDEX_KEY", "é"),
    ],
)
def test_keys_that_cannot_be_used_are_an_error(settings, setting, value):
    setattr(settings, setting, value)

    assert ids() == ["vault.E001"]


@pytest.mark.parametrize(("production", "found"), [(True, ["vault.E002"]), (False, [])])
def test_a_developers_key_is_an_error_in_production_only(settings, production, found):
    settings.VAULT_KEYS = f"{configured.VAULT_KEYS},development:{KEY}"
    settings.REFUSE_PLACEHOLDERS = production

    assert ids() == found
