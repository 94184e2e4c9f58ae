"""The web server's way in."""

import gc
import os
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(BASE), str(BASE / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

from django.core.wsgi import get_wsgi_application  # noqa: E402

from config.startup import refuse_unready_data  # noqa: E402

django_application = get_wsgi_application()

from content.caching.front import Front  # noqa: E402  (it reads the settings that are ready by now)
from content.reports.counting import CountReads  # noqa: E402

application = CountReads(Front(django_application))
refuse_unready_data()
# What is loaded by now stays: without this the collector looks through all of it again and again.
gc.collect()
gc.freeze()
