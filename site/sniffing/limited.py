"""Give up what a reader of strange files does not need, then become it: `python -I limited.py program arguments`."""

from __future__ import annotations

import resource
import runpy
import sys

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 40


def limit() -> None:
    """Bound memory and processor time; write no file and no core."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    limit()
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")
