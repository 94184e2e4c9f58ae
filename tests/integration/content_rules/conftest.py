"""A programme's site with its people."""

from __future__ import annotations

from datetime import datetime

import pytest

from programme.models import Programme
from tests.site_team import SiteTeam, a_page, a_site_team


@pytest.fixture
def team(programme: Programme, now: datetime) -> SiteTeam:
    return a_site_team(programme, now=now)


@pytest.fixture
def page(team):
    return a_page(team.home, by=team["editor"], html='<a href="https://gone.example/">link</a>')
