#!/usr/bin/env python
"""Run Django's commands with the ground floor (site/) on the path."""

import os
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent


def main() -> None:
    sys.path[:0] = [str(BASE), str(BASE / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
