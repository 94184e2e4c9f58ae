"""Run a program over a file in a process of its own, which may use so much time and memory and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LAUNCHER = Path(__file__).with_name("limited.py")


class Broken(Exception):
    """The program ended without a result: the file broke it, or its limits did."""


def run_apart(program: Path, *arguments: str, data: bytes, seconds: float) -> bytes:
    """Return what `program` writes for `data` on its standard input; raise Broken.

    It starts with no environment and imports nothing of this product, so that a file which takes over
    the process finds nothing in it.
    """
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, and arguments of our own lists
            [sys.executable, "-I", str(LAUNCHER), str(program), *arguments],
            input=data,
            capture_output=True,
            env={},
            timeout=seconds,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Broken(f"{program.name} ended by {type(error).__name__}.") from error
    return ended.stdout
