"""Production comes up on an empty PostgreSQL by the steps of docs/operations.md, and refuses what it must."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.integration.programme.production import WHOLE, run
from tests.postgres import cluster_for_tests

Run = Callable[..., "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.postgres
SERVER = "config.wsgi"


@pytest.fixture(scope="module")
def empty_database() -> Iterator[str]:
    with cluster_for_tests() as url:
        yield url


@pytest.fixture
def production(empty_database: str, tmp_path: Path) -> Run:
    def call(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        var = {"DATABASE_URL": empty_database, "VAR_DIR": str(tmp_path)}
        return run(*command, **{**WHOLE, **var, **environment})

    return call


@pytest.fixture
def manage(production: Run) -> Callable[..., str]:
    def call(*command: str) -> str:
        done = production("manage.py", *command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return call


def test_production_starts_from_nothing(
    production: Run, manage: Callable[..., str], empty_database: str, tmp_path: Path
) -> None:
    manage("migrate", "--noinput", "--verbosity", "0")
    manage("createcachetable")
    manage("check", "--deploy", "--database", "default")
    assert "created" in manage("load_programme", "kesimptaconnect")

    report = production("manage.py", "check", "--deploy", "--database", "default")
    assert report.returncode != 0
    assert "programme.E001" in report.stderr
    assert report.stderr.count(".E0") == report.stderr.count("programme.E001")

    manage("migrate", "--noinput", "--verbosity", "0")
    manage("collectstatic", "--noinput", "--verbosity", "0")
    assert (tmp_path / "static" / "staticfiles.json").exists()
    imported = production("-c", f"import {SERVER}")
    assert imported.returncode == 0, imported.stderr
    said = manage("run_worker", "--until-idle")
    assert "pikepdf" not in said

    with psycopg.connect(empty_database) as connection:
        connection.execute("UPDATE accounts_user SET is_demo = true")
    refused = production("-c", f"import {SERVER}")
    assert refused.returncode != 0
    assert "accounts.E001" in refused.stderr
    assert "programme.E001" not in refused.stderr
    assert production("manage.py", "run_worker", "--until-idle").returncode != 0


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"VAULT_KEYS": ""}, "vault.E001"),
        ({"VAULT_INDEX_KEY": "é"}, "vault.E001"),
        (
            {"VAULT_KEYS": WHOLE["VAULT_KEYS"].replace("first", "development"), "VAULT_ACTIVE_KEY": "development"},
            "vault.E002",
        ),
    ],
)  # fmt: skip
def test_no_server_starts_with_keys_that_do_not_work_or_are_known(production, keys, fault):
    refused = production("-c", "import config.wsgi", **keys)

    assert refused.returncode != 0
    assert fault in refused.stderr
