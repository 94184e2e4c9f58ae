"""Publish pages of a running product through the services, from outside its processes."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable, Iterator

from tests.processes import ROOT
from tests.stack import Stack

Publish = Callable[[str, str], None]


@contextlib.contextmanager
def editor(stack: Stack) -> Iterator[Publish]:
    """Yield a function that publishes the page at an address with another introduction."""
    command = [sys.executable, "-m", "tests.bench.editor"]
    log = (stack.var / "editor.log").open("w")
    with log, subprocess.Popen(
        command, cwd=ROOT, env=stack.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        taken, said = process.stdin, process.stdout

        def publish(address: str, words: str) -> None:
            taken.write(f"{address} {words}\n")
            taken.flush()
            if said.readline().strip() != "published":
                raise RuntimeError(f"{address} was not published:\n{(stack.var / 'editor.log').read_text()}")

        yield publish
        taken.close()
