"""A PostgreSQL server of its own for tests and benchmarks, gone when they end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

USER = "postgres"
INSTALLED = Path("/usr/lib/postgresql")


class PostgresMissing(Exception):
    """No PostgreSQL programs were found on this machine."""


def binaries() -> Path:
    """Return the folder of initdb and pg_ctl, the newest version's; raise PostgresMissing without one."""
    places = sorted(INSTALLED.glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]), reverse=True)
    if not places:
        raise PostgresMissing("Install PostgreSQL: apt-get install postgresql.")
    return places[0].parent


@contextmanager
def private_cluster() -> Iterator[str]:
    """Start a server on loopback with an empty database; yield its DATABASE_URL; stop and delete it."""
    programs = binaries()
    folder = Path(tempfile.mkdtemp(prefix="programme-pg-", dir="/tmp"))
    port = _free_port()
    try:
        if os.getuid() == 0:
            shutil.chown(folder, USER, USER)
        data = folder / "data"
        _run(
            programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        _run(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
        try:
            _run(programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", USER, "programme")
            yield f"postgres://{USER}@127.0.0.1:{port}/programme"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def cluster_for_tests() -> Iterator[str]:
    """As `private_cluster`; without PostgreSQL the test fails where REQUIRE_POSTGRES is set, else is skipped."""
    try:
        binaries()
    except PostgresMissing as missing:
        if os.environ.get("REQUIRE_POSTGRES"):
            raise
        pytest.skip(str(missing))
    with private_cluster() as url:
        yield url


def _run(*command: str | Path) -> None:
    # The server refuses to run as root. Its output stays open in the server, so it goes nowhere.
    as_user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"] if os.getuid() == 0 else []
    subprocess.run(
        [*as_user, *map(str, command)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
