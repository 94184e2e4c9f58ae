from __future__ import annotations

from datetime import datetime

import pytest

from programme.models import Programme
from tests.agreeing import Parties, parties, set_up


@pytest.fixture
def who(programme: Programme, now: datetime) -> Parties:
    """Everybody who takes part, with texts in force and forms published."""
    made = parties(programme, now=now)
    set_up(made, now=now)
    return made
