"""The product's two kinds of process, started and killed apart, on a database loaded once and copied."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.processes import ROOT, environment, family, free_port, gunicorn
from tests.stack import SETTINGS, prepare

WEB, WORKER = "web", "worker"
# A lease that a restarted worker finds over, short waits, and tries enough for all that is killed.
SHORT_TIMES = {
    "DELIVERY_LEASE_SECONDS": "2",
    "DELIVERY_BACKOFF_BASE_SECONDS": "1",
    "DELIVERY_BACKOFF_CAP_SECONDS": "5",
    "DELIVERY_MAX_ATTEMPTS": "1000",
}
SECONDS_TO_STOP = 60


@dataclass(frozen=True, slots=True)
class Loaded:
    """A database with the demo's programme, and the keys it is sealed with: copied, never used itself."""

    folder: Path
    database_url: str = ""


@dataclass(slots=True)
class Product:
    """One copy of the product. Whatever a test does to its processes, none is left afterwards."""

    folder: Path
    database_url: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def inboxes(self) -> Path:
        return self.folder / "inboxes"

    def start(self, name: str) -> None:
        """Start web or worker in a session of its own; its output goes to <name>.log, one after the other."""
        with self._lock, (self.folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                self._command(name),
                cwd=ROOT,
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """End all processes of web or worker at once, as a power cut does."""
        with self._lock:
            process = self._processes.pop(name)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def kill_one_child(self, name: str) -> None:
        """End one child of the web server, as the kernel does when memory runs out; its parent makes another."""
        with self._lock:
            for child in family(self._processes[name].pid)[1:2]:
                os.kill(child, signal.SIGKILL)

    def stop(self) -> None:
        """Ask every process to finish, as an administrator does, and see that it does."""
        for name, process in list(self._processes.items()):
            process.terminate()
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                self.kill(name)
        self._processes.clear()

    def wait_for_web(self, *, seconds: float = 120) -> None:
        """Return once the port is open."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError(f"The web server did not start:\n{self.log(WEB)[-2000:]}")

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _command(self, name: str) -> list[str]:
        if name == WEB:
            return gunicorn("config.wsgi", port=self.port, workers=2)
        return [sys.executable, "manage.py", "run_worker", "--interval", "0.1"]

    def _environment(self) -> dict[str, str]:
        values = {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "VAR_DIR": str(self.folder),
            **SHORT_TIMES,
            **self.extra,
        }
        if self.database_url:
            values["DATABASE_URL"] = self.database_url
        return environment(**values)


@contextmanager
def loaded(folder: Path, *, server_url: str = "") -> Iterator[Loaded]:
    """Load the demo's programme into a new SQLite file, or into a new database of a PostgreSQL server."""
    if not server_url:
        prepare(folder)
        yield Loaded(folder)
        return
    with _database(server_url) as url:
        prepare(folder, DATABASE_URL=url)
        yield Loaded(folder, url)


@contextmanager
def copied(original: Loaded, folder: Path, **extra: str) -> Iterator[Product]:
    """Yield a product on its own copy of what was loaded."""
    shutil.copytree(original.folder, folder, dirs_exist_ok=True)
    if not original.database_url:
        yield from _running(Product(folder, extra=extra))
        return
    with _database(original.database_url, template=original.database_url) as url:
        yield from _running(Product(folder, url, extra))


def _running(product: Product) -> Iterator[Product]:
    try:
        yield product
    finally:
        product.stop()


@contextmanager
def _database(server_url: str, *, template: str = "") -> Iterator[str]:
    """Make a database on a server, empty or as a copy of another one, and drop it in the end."""
    parts = urlsplit(server_url)
    name = f"product_{uuid.uuid4().hex[:12]}"
    copy = f" TEMPLATE {urlsplit(template).path.strip('/')}" if template else ""
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}{copy}")
        try:
            yield parts._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
