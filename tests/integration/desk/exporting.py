"""Ask for an export as the desk does, and read what comes."""

from __future__ import annotations

import csv
from io import StringIO

from django.urls import reverse

from forms.desk.exporting.services import Asked
from forms.desk.filters import DeskFilters

EXPORTS = "submissions_admin:exports"


def body(response):
    return b"".join(response.streaming_content)


def table(data):
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))


def asked(version, **values):
    filters = DeskFilters(form=version.form_id)
    return Asked(**{
        "programme_id": version.form.programme_id, "filters": filters, "format": "csv", "with_answers": True, **values,
    })  # fmt: skip


def exported(client, version, file_format="csv", answers="yes"):
    values = {"query": f"form={version.form_id}", "format": file_format, "answers": answers}
    return client.post(reverse(EXPORTS), values)
