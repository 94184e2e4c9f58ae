"""Export every submission of a database in one format, and print what that took; run by tests.bench.desk."""

import os
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[2] / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

import django

django.setup()

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from forms.desk.exporting.records import AT_ONCE
from forms.desk.exporting.services import Asked, export_now
from forms.desk.filters import DeskFilters
from programme.models import Programme
from tests.bench import desk_rows  # noqa: F401 - registers the kind

# Rows after which everything is loaded that stays.
WARM = 2_000


def _peak() -> float:
    """Return the most that this process held, in MiB; resource.getrusage begins with its parent's."""
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def export(file_format: str) -> None:
    settings.DESK_EXPORT_AT_ONCE = 10**9
    asked = Asked(Programme.objects.get().pk, DeskFilters(), file_format, with_answers=True)
    person = User.objects.get(email="desk@bench.invalid")
    start, began, size, first, warm = time.process_time(), time.monotonic(), 0, 0.0, 0.0
    for number, piece in enumerate(export_now(asked=asked, by=person, now=timezone.now()) or (), start=1):
        first = first or time.monotonic() - began
        size += len(piece)
        if number == WARM // AT_ONCE:
            warm = _peak()
    cpu, peak = time.process_time() - start, _peak()
    sys.stdout.write(f"cpu={cpu} first={first} bytes={size} peak={peak} grown={peak - warm}\n")


if __name__ == "__main__":
    export(sys.argv[1])
