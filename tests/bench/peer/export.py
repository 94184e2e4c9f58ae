"""Fill the peer's form with submissions and export them with Wagtail's own view; run with the peer's settings."""

import os
import resource
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.peer.settings"

import django
from django.conf import settings

django.setup()

from django.contrib.auth import get_user_model
from django.test import RequestFactory
from wagtail.contrib.forms.models import FormSubmission
from wagtail.contrib.forms.views import SubmissionsListView

from tests.bench.peer.fields import form_data
from tests.bench.peer.models import FormPage

AT_ONCE = 2_000


def fill(count: int) -> None:
    page = FormPage.objects.get()
    for start in range(0, count, AT_ONCE):
        several = min(AT_ONCE, count - start)
        FormSubmission.objects.bulk_create(
            FormSubmission(page=page, form_data=form_data()) for _ in range(several)
        )


def export(file_format: str) -> None:
    settings.ROOT_URLCONF = "tests.bench.peer.admin_urls"
    person, _ = get_user_model().objects.get_or_create(username="admin", is_superuser=True, is_staff=True)
    request = RequestFactory().get("/", {"export": file_format})
    request.user = person
    start, size = time.process_time(), 0
    response = SubmissionsListView.as_view()(request, form_page=FormPage.objects.get())
    for piece in response.streaming_content if response.streaming else [response.content]:
        size += len(piece)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"cpu={time.process_time() - start} bytes={size} peak={peak}\n")


if __name__ == "__main__":
    fill(int(sys.argv[2])) if sys.argv[1] == "fill" else export(sys.argv[1])
