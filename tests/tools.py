"""Programs that some tests need and a developer's machine may lack."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing_tool(program: str, package: str) -> NoReturn:
    """Fail where REQUIRE_TOOLS is set, as in CI; elsewhere skip the test."""
    message = f"{program} is not installed: apt-get install {package}"
    if os.environ.get("REQUIRE_TOOLS"):
        pytest.fail(message)
    pytest.skip(message)
