"""Sites to break: one on an SQLite file, one on PostgreSQL, migrated once and copied."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.faults.processes import Site
from tests.postgres import cluster_for_tests


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Site(tmp_path_factory.mktemp("migrated"))
    site.run("migrate", "--verbosity", "0")
    return site.folder / "db.sqlite3"


@pytest.fixture(scope="session")
def migrated_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster_for_tests() as url:
        Site(tmp_path_factory.mktemp("migrated"), url).run("migrate", "--verbosity", "0")
        yield url


@pytest.fixture(
    params=[
        pytest.param("sqlite", marks=pytest.mark.own_database),
        pytest.param("postgres", marks=pytest.mark.postgres),
    ]
)
def site(
    request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Site]:
    """A migrated, empty site, to which this process is connected."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "db.sqlite3")
        made = Site(tmp_path)
    else:
        template = request.getfixturevalue("migrated_postgres")
        name = f"site_{uuid.uuid4().hex[:8]}"
        with psycopg.connect(template.replace("/programme", "/postgres"), autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name} TEMPLATE {urlsplit(template).path.strip('/')}")
        made = Site(tmp_path, template.replace("/programme", f"/{name}"))
    with django_db_blocker.unblock(), made.connected():
        yield made
