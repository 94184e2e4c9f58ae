"""Run tests on a PostgreSQL server of their own: `python -m tests.on_postgres <pytest's arguments>`.

With REQUIRE_POSTGRES set a machine without the server fails; otherwise it says so and passes.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.postgres import PostgresMissing, private_cluster


def main(arguments: list[str]) -> int:
    """Start a server, run pytest with DATABASE_URL set to it, and return pytest's exit code."""
    try:
        with private_cluster() as url:
            environment = {**os.environ, "DATABASE_URL": url}
            command = [sys.executable, "-m", "pytest", *arguments]
            return subprocess.run(command, env=environment, check=False).returncode
    except PostgresMissing as missing:
        if os.environ.get("REQUIRE_POSTGRES"):
            sys.stderr.write(f"PostgreSQL is required here and was not found. {missing}\n")
            return 1
        sys.stderr.write(f"Skipped: no PostgreSQL on this machine. {missing}\n")
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
