"""An empty database of a section's own, in process, as tests have one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test.utils import (
    setup_databases,
    setup_test_environment,
    teardown_databases,
    teardown_test_environment,
)


@contextlib.contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """Make a migrated database in a folder and yield its name; it is open again at the end, whatever was opened."""
    settings.DATABASES["default"]["TEST"]["NAME"] = folder / "bench.sqlite3"
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    name = str(connection.settings_dict["NAME"])
    try:
        yield name
    finally:
        open_database(name)
        teardown_databases(databases, verbosity=0)
        teardown_test_environment()


def open_database(name: str) -> None:
    """Go on with another database file."""
    connection.close()
    connection.settings_dict["NAME"] = name
