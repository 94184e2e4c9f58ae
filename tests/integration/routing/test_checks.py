"""Each mistake of an operator has a system check with an id."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks


def _ids() -> set[str]:
    return {str(message.id) for message in run_checks() if str(message.id).startswith("routing.")}


def test_the_settings_of_tests_raise_nothing() -> None:
    assert _ids() == set()


@pytest.mark.parametrize(
    ("name", "value", "production", "expected"),
    [
        ("REGISTRATION_GATE", "", False, "routing.W001"),
        ("REGISTRATION_GATE", "", True, "routing.W001"),
        ("REGISTRATION_GATE", "nowhere.Gate", False, "routing.E001"),
        ("DELIVERY_LEASE", timedelta(seconds=60), True, "routing.E003"),
        ("DELIVERY_MAX_ATTEMPTS", 0, False, "routing.E004"),
        (
            "TASKS",
            {"routing": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}},
            False,
            "routing.E005",
        ),
        ("DELIVERY_CONTACT_EMAIL", "nobody", False, "routing.E006"),
        ("DELIVERY_CONTACT_EMAIL", "office@programme.invalid", True, "routing.E006"),
        ("DEFAULT_FROM_EMAIL", "no-reply@programme.invalid", True, "routing.E007"),
    ],
)
def test_a_mistake_is_named(settings: Any, name: str, value: Any, production: bool, expected: str) -> None:
    settings.REFUSE_PLACEHOLDERS = production
    setattr(settings, name, value)

    assert expected in _ids()


def test_inboxes_that_cannot_be_written_are_named(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "inboxes").write_text("a file where the folder should be")
    settings.DELIVERY_INBOX_DIR = tmp_path / "inboxes"

    assert _ids() == {"routing.E002"}
