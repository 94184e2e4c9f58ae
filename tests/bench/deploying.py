"""Serve the demo with its static files as production does."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from tests.bench.answers import ask
from tests.stack import Stack, manage, prepare, serving


@contextlib.contextmanager
def deployed(folder: Path) -> Iterator[Stack]:
    """Yield a running product whose static files were collected; those of the admin are left out."""
    var = folder / "ours"
    var.mkdir()
    env = prepare(var) | {"DJANGO_SETTINGS_MODULE": "tests.bench.deployed"}
    manage(env, "collectstatic", "--noinput", "--verbosity", "0", "--ignore", "wagtail*")
    with serving(var, env, with_worker=False) as stack:
        # The server listens before its processes have loaded the product, which a busy machine takes long for.
        ask(stack.web, "/robots.txt")
        yield stack
