"""Let the product's clock stand at a moment: for what reads it itself, as a request does."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Answer every question for the time with `moment` until the test ends or another is set."""
    monkeypatch.setattr(timezone, "now", lambda: moment)
