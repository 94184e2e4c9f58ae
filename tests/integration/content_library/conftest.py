from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from programme.models import Programme
from tests import builders
from tests.clamd_server import Clamd, clamd
from tests.library_building import a_root_collection


@pytest.fixture
def scanner(settings: Any) -> Iterator[Clamd]:
    """A virus scanner that this site asks."""
    with clamd() as server:
        settings.CLAMD_ADDRESS = server.address
        yield server


@pytest.fixture
def editor(client: Client, programme: Programme) -> Client:
    """A browser of somebody who may do everything in the admin."""
    a_root_collection()
    client.force_login(builders.a_user(is_staff=True, is_superuser=True))
    return client
