"""Wagtail's own starter site, as `wagtail start` makes it, with the content of one page of ours at its address.

What its tutorial adds first is there too: a menu of the pages, the way up, links to pages in rich text, a footer.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.starter.text import text_of
from tests.processes import Server, environment, free_port, gunicorn, running

HERE = Path(__file__).parent
ADDED = {
    "models.py": "home/models.py",
    "home_page.html": "home/templates/home/home_page.html",
    "navigation.py": "home/templatetags/navigation.py",
    "local.py": "starter/settings/local.py",
    "build.py": "build.py",
}


@dataclass(frozen=True, slots=True)
class Starter:
    """A starter site that is ready to be served; `cookies` are those of a reader who is signed in."""

    folder: Path
    env: dict[str, str]
    cookies: str


def make(folder: Path, page: str, *, address: str) -> Starter:
    """Make the starter in an empty folder, holding the content of a page of ours (HTML) at the same address."""
    folder.mkdir()
    tool = Path(sys.executable).with_name("wagtail")
    subprocess.run([tool, "start", "starter", folder], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (folder / "home" / "templatetags").mkdir()
    (folder / "home" / "templatetags" / "__init__.py").touch()
    for name, place in ADDED.items():
        shutil.copyfile(HERE / name, folder / place)
    (folder / "text.json").write_text(json.dumps(text_of(page)))
    env = environment(DJANGO_SETTINGS_MODULE="starter.settings.production", PYTHONPATH=str(folder))
    env.pop("DATABASE_URL", None)
    starter = Starter(folder, env, "")
    _run(starter, "manage.py", "makemigrations", "home", "--verbosity", "0")
    _run(starter, "manage.py", "migrate", "--verbosity", "0")
    _run(starter, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    return Starter(folder, env, f"sessionid={_run(starter, 'build.py', 'text.json', address)}")


@contextlib.contextmanager
def serving(starter: Starter, *, workers: int) -> Iterator[Server]:
    """Serve it in the same server as the product, as its own Dockerfile starts that, until the block ends."""
    port = free_port()
    # Named, because gunicorn would find ours: how it is tuned is part of the product.
    untuned = starter.folder / "gunicorn.conf.py"
    untuned.touch()
    command = [*gunicorn("starter.wsgi", port=port, workers=workers), "--config", str(untuned)]
    with running(command, env=starter.env, port=port, log=starter.folder / "web.log") as server:
        yield server


def _run(starter: Starter, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=starter.folder, env=starter.env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout.strip()
