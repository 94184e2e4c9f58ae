"""The whole product as its users meet it: a loaded database, the web server and the worker.

Tests that use it reach it only over HTTP, SMTP and the partners' inboxes: no ORM, no fixtures.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.processes import ROOT, Server, environment, free_port, gunicorn, running

SETTINGS = "config.settings.demo"


@dataclass(frozen=True, slots=True)
class Stack:
    """Where the product runs, and with what surroundings its commands are called."""

    url: str
    var: Path
    env: dict[str, str]
    web: Server
    worker: Server | None

    @property
    def inboxes(self) -> Path:
        return self.var / "inboxes"

    @property
    def mails(self) -> Path:
        return self.var / "mail"


def prepare(var: Path, **extra: str) -> dict[str, str]:
    """Give `var` a migrated database with the demo programme loaded, return the environment.

    On SQLite it is loaded once for a run of tests, and copied for each product that they start.
    """
    env = environment(DJANGO_SETTINGS_MODULE=SETTINGS, VAR_DIR=str(var), **extra)
    if env.get("DATABASE_URL"):
        _load(env)
    else:
        shutil.copytree(_loaded_once(_folder_of_the_run(var)), var, dirs_exist_ok=True)
    return env


def _load(env: dict[str, str]) -> None:
    manage(env, "migrate", "--verbosity", "0")
    manage(env, "load_programme", "--demo")


def _folder_of_the_run(var: Path) -> Path:
    """Return a folder that all processes of this run share; pytest-xdist gives each worker one inside it."""
    return var.parent.parent if "PYTEST_XDIST_WORKER" in os.environ else var.parent


def _loaded_once(folder: Path) -> Path:
    loaded, done = folder / "demo", folder / "demo.done"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(loaded, ignore_errors=True)
            loaded.mkdir()
            _load(environment(DJANGO_SETTINGS_MODULE=SETTINGS, VAR_DIR=str(loaded), DATABASE_URL=""))
            done.touch()
    return loaded


def manage(env: dict[str, str], *arguments: str) -> str:
    """Run one of Django's commands; return what it printed, raise with it when it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(
            f"manage.py {' '.join(arguments)} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
        )
    return done.stdout


@contextlib.contextmanager
def serving(
    var: Path, env: dict[str, str], *, web_workers: int = 2, with_worker: bool = True
) -> Iterator[Stack]:
    """Serve a prepared product until the block ends."""
    port = free_port()
    env = {**env, "BASE_URL": f"http://localhost:{port}"}
    with contextlib.ExitStack() as processes:
        web = processes.enter_context(
            running(
                gunicorn("config.wsgi", port=port, workers=web_workers),
                env=env,
                port=port,
                log=var / "web.log",
            )
        )
        worker = None
        if with_worker:
            worker = processes.enter_context(
                running([sys.executable, "manage.py", "run_worker"], env=env, log=var / "worker.log")
            )
        yield Stack(web.url, var, env, web, worker)
