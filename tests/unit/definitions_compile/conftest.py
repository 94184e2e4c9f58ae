from __future__ import annotations

import pytest

from tests.unit.definitions_compile import examples


@pytest.fixture(autouse=True)
def example_kind():
    examples.register_example_kind()
    yield
    examples.forget_example_kind()
