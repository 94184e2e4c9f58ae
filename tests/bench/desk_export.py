"""Export every submission of a database in one format, and print what that took; run by tests.bench.desk."""

import os
import resource
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
from forms.desk.exporting.services import Asked, export_now
from forms.desk.filters import DeskFilters
from programme.models import Programme
from tests.bench import desk_rows  # noqa: F401 - registers the kind


def export(file_format: str) -> None:
    settings.DESK_EXPORT_AT_ONCE = 10**9
    asked = Asked(Programme.objects.get().pk, DeskFilters(), file_format, with_answers=True)
    person = User.objects.get(email="desk@bench.invalid")
    start, began, size, first = time.process_time(), time.monotonic(), 0, 0.0
    for piece in export_now(asked=asked, by=person, now=timezone.now()) or ():
        first = first or time.monotonic() - began
        size += len(piece)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"cpu={time.process_time() - start} first={first} bytes={size} peak={peak}\n")


if __name__ == "__main__":
    export(sys.argv[1])
