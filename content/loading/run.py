"""Load a whole programme in one transaction, then the demo's agreements: run again, it adds what is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from accounts.models import User
from audit.trail import audited
from content.loading.agreements import load_agreements
from content.loading.audience import load_audience
from content.loading.demo import load_demo, load_signatory, publish_demo_form
from content.loading.demo_agreements import load_demo_agreements
from content.loading.field_groups import load_field_group
from content.loading.files import folder_of
from content.loading.form import load_form
from content.loading.groups import load_groups
from content.loading.library import load_sample_documents
from content.loading.pages import load_pages
from content.loading.partners import load_partners
from content.loading.people import loader
from content.loading.programme import LOADER, load_record
from content.loading.report import Report
from content.reviewing.workflow import ensure_review

DEMO_HISTORY = timedelta(days=3 * 365)


class DemoRefused(Exception):
    """Demo data goes into a demo's database only."""


def load_programme(
    name: str, *, demo: bool, now: datetime, say: Callable[[str], object] = lambda line: None
) -> Report:
    """Load the programme of that folder; raise UnknownProgramme, DemoRefused, CompileFailed or TextCompileFailed.

    Everything is a draft. With `demo`, demo people approve and publish it, and sign agreements.
    """
    if demo and not settings.DEMO_ACCOUNTS:
        raise DemoRefused("Demo data is loaded in demo mode only. Run make demo.")
    folder = folder_of(name)
    report = Report(say=say)
    with audited(at=now):
        programme = load_record(folder.read("programme"), now=now, report=report)
        groups = load_groups(programme=programme, now=now)
        load_partners(folder.read("partners"), programme=programme, now=now, report=report)
        demo_data = folder.read("demo") if demo else {}
        if demo:
            load_demo(demo_data, programme=programme, groups=groups, now=now, report=report)
        author = User.objects.get(email=demo_data["form_written_by"]) if demo else loader()
        for file in ("registration", *folder.names_in("forms")):
            form = load_form(folder.read(file), programme=programme, by=author, now=now, report=report)
            if demo:
                publish_demo_form(form, data=demo_data, now=now, report=report)
        for file in folder.names_in("field_groups"):
            load_field_group(folder.read(file), programme=programme, by=author, now=now, report=report)
        # The demo's agreements were signed over the last years, so its texts are older still.
        texts_at = now - DEMO_HISTORY if demo else now
        load_agreements(folder, programme=programme, demo_data=demo_data, now=texts_at, report=report)
        publisher = User.objects.get(email=demo_data["pages_published_by"]) if demo else None
        certifier = load_signatory(demo_data, programme=programme, now=now, report=report) if demo else None
        for page in load_pages(programme=programme, by=publisher, certified_by=certifier, now=now):
            report.note(f"page {page.title}", created=True)
        ensure_review(programme=programme, by=LOADER, now=now)
        load_audience(
            folder.read("pages").get("audience_pages", {}), programme=programme, now=now, report=report
        )
    if certifier is not None:
        load_sample_documents(
            folder.read("library"), programme=programme, certified_by=certifier, now=now, report=report
        )
    if demo:
        load_demo_agreements(demo_data, programme=programme, now=now, report=report)
    return report
