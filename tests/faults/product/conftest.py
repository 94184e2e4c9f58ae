"""The loaded product: on SQLite, or on the PostgreSQL server that DATABASE_URL names."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.faults.processes import Site
from tests.faults.product.running import Loaded, Product, copied, loaded


@pytest.fixture(scope="session")
def loaded_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    with loaded(tmp_path_factory.mktemp("loaded"), server_url=os.environ.get("DATABASE_URL", "")) as made:
        yield made


@pytest.fixture
def product_environment() -> dict[str, str]:
    """What a test module adds to the surroundings of the product's processes."""
    return {}


@pytest.fixture
def product(
    loaded_product: Loaded,
    product_environment: dict[str, str],
    tmp_path: Path,
    settings: Any,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Product]:
    """A product of its own, nothing of it started; this process is connected and holds its keys."""
    with copied(loaded_product, tmp_path / "var", **product_environment) as made:
        for name, value in json.loads((made.folder / "development-keys.json").read_text()).items():
            setattr(settings, name, value)
        site = Site(made.folder, made.database_url)
        with django_db_blocker.unblock(), site.connected():
            yield made
