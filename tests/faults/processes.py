"""A site of its own on disk, whose processes a test starts, stops and kills.

The test's own process talks to the same database, so it sees what the processes left.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connections

from config import env

ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Site:
    """Files and database of one site; `environment` overrides settings of its processes."""

    folder: Path
    database_url: str = ""
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def inboxes(self) -> Path:
        return self.folder / "inboxes"

    def run(self, *arguments: str) -> None:
        """Run a management command to its end; fail with its output when it fails."""
        done = subprocess.run(
            self._command(arguments), env=self._environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    @contextmanager
    def process(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Start a management command; whatever happens, it is gone afterwards. Its log: <name>.log."""
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            started = subprocess.Popen(
                self._command(arguments), env=self._environment(), stdout=log, stderr=log
            )
            try:
                yield started
            finally:
                started.kill()
                started.wait()

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Let this process use the site's database."""
        before = connections.settings["default"]
        configured = connections.configure_settings({"default": self._database()})
        connections["default"].close()
        connections.settings["default"] = configured["default"]
        del connections["default"]
        try:
            yield
        finally:
            connections["default"].close()
            connections.settings["default"] = before
            del connections["default"]

    def _database(self) -> dict[str, Any]:
        if self.database_url:
            return env.postgres(self.database_url)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(self.folder / "db.sqlite3"),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        }

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *arguments]

    def _environment(self) -> dict[str, str]:
        values = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "TEST_VAR_DIR": str(self.folder),
            "DELIVERY_LEASE_SECONDS": "2",
            "DELIVERY_BACKOFF_BASE_SECONDS": "1",
            "DELIVERY_MAX_ATTEMPTS": "100",
        }
        if self.database_url:
            values["DATABASE_URL"] = self.database_url
        return values | self.environment


def kill_dead(process: subprocess.Popen[bytes]) -> None:
    """End a process as a power cut would."""
    process.send_signal(signal.SIGKILL)
    process.wait()


def wait_until(true: Callable[[], bool], *, seconds: float = 60, what: str) -> None:
    """Wait for something that must become true; fail with `what` when it does not."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} seconds: {what}"
        time.sleep(0.02)
