"""What the reports list, for whom, and how reads come to be counted."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Page, Site

from content.caching.front import Front
from content.library.models import Document
from content.ratings.figures import version_of
from content.ratings.services import rate
from content.reports import rows
from content.reports.counting import KEEP_FOR, CountReads
from content.reports.models import PageReads
from content.reports.reads import add_reads, first_of, reads_since
from content.reports.views import REPORTS
from content.roles.reach import pages_of, programmes_of
from tests import builders
from tests.certifying import publish_certified
from tests.library_building import a_document, in_force
from tests.site_team import a_page, a_site_team

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture
def page(team, now):
    found = a_page(team.home, by=team["editor"])
    publish_certified(found, now=now, signatory=team["certifier"])
    return found


@pytest.fixture
def other(programme, now):
    site = Site.objects.create(hostname="other.invalid", root_page=builders.a_root_page(), port=80)
    second = builders.a_programme(site=site, code="othercare", name="OtherCare", reference_prefix="OC")
    return a_site_team(second, now=now)


def test_a_page_published_more_than_a_year_ago_is_ageing(team, page) -> None:
    published = timezone.localdate(Page.objects.get(pk=page.pk).last_published_at)
    pages = pages_of(team["reader"])

    assert rows.ageing(pages, on=published + timedelta(days=365)) == []
    (row,) = rows.ageing(pages, on=published + timedelta(days=367))
    assert (row.title, str(row.prepared_on)) == ("About about", "2026-10-01")


def test_pages_without_a_job_code_are_listed(team, page) -> None:
    a_page(team.home, slug="coded")
    a_page(team.home, slug="bare", job_code="")

    (row,) = rows.without_job_code(pages_of(team["reader"]))

    assert (row.title, row.state) == ("About bare", "Draft")


def test_certificates_and_pages_that_end_within_ninety_days_are_listed(team, page) -> None:
    ends = page.certificates.get().expires_on
    programmes, pages = programmes_of(team["reader"]), pages_of(team["reader"])

    assert rows.ending(programmes, pages, on=ends - timedelta(days=91)) == []
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() + timedelta(days=5))
    today = timezone.localdate()
    (taken_down,) = rows.ending(programmes, pages, on=today)
    assert (taken_down.what, taken_down.days_left) == ("Page is taken down", 5)
    found = rows.ending(programmes, pages, on=ends - timedelta(days=30))
    assert ("Certificate", 30) in {(row.what, row.days_left) for row in found}


def test_the_last_day_of_a_document_in_force_is_listed(team, now) -> None:
    today = timezone.localdate()
    document = in_force(a_document(team.programme, now=now), now=now, by=team["certifier"])
    Document.objects.filter(pk=document.pk).update(expires_on=today + timedelta(days=9))
    programmes, pages = programmes_of(team["reader"]), pages_of(team["reader"])

    found = [row for row in rows.ending(programmes, pages, on=today) if row.what != "Certificate"]

    assert [(row.title, row.what, row.days_left) for row in found] == [
        ("Injection guide", "Document’s last day", 9)
    ]
    Document.objects.update(current=None)
    assert rows.ending(programmes, pages, on=today) == []


def test_every_page_with_votes_is_listed_however_many_there_are(team, now) -> None:
    for number in range(21):
        page = a_page(team.home, slug=f"rated-{number}")
        Page.objects.filter(pk=page.pk).update(live=True)
        rate(page=page, version=version_of(page), visitor="v", value=3, now=now)

    assert len(rows.worst(programmes_of(team["reader"]))) == 21


def test_the_worst_rated_page_comes_first(team, page, now) -> None:
    better = a_page(team.home, by=team["editor"], slug="better")
    publish_certified(better, now=now, signatory=team["certifier"])
    for one, value in ((page, 2), (better, 5)):
        rate(page=one, version=version_of(one), visitor="v", value=value, now=now)

    found = rows.worst(programmes_of(team["reader"]))

    assert [(row.title, row.average, row.votes) for row in found] == [
        ("About about", 2.0, 1),
        ("About better", 5.0, 1),
    ]


def test_reads_are_added_by_page_and_day(page) -> None:
    today = timezone.localdate()
    path = f"/{page.slug}/"

    assert add_reads({("localhost", path): 2, ("localhost", "/no/such/page/"): 9}, on=today) == 2
    add_reads({("localhost", path): 3}, on=today)
    add_reads({("localhost", path): 1}, on=today - timedelta(days=100))

    assert reads_since(first_of(90, until=today)) == {page.pk: 5}
    assert PageReads.objects.count() == 2


def test_each_site_counts_its_own_pages(team, page, other) -> None:
    today = timezone.localdate()

    assert add_reads({("other.invalid", f"/{page.slug}/"): 1, ("other.invalid", "/"): 2}, on=today) == 2
    assert reads_since(today) == {other.home.pk: 2}


def test_nothing_of_a_reader_is_kept() -> None:
    assert {field.name for field in PageReads._meta.get_fields()} == {"id", "page", "day", "number"}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.django_db(transaction=True)
def test_reads_count_whether_a_page_is_made_or_kept_in_front(page, settings) -> None:
    settings.PAGE_CACHE_SECONDS = 600
    clock = Clock()
    way_in = CountReads(Front(WSGIHandler()), clock=clock)

    def read() -> str:
        environ = RequestFactory(headers={"user-agent": BROWSER}).get(f"/{page.slug}/").environ
        environ["HTTP_HOST"] = "localhost"
        said: list[str] = []
        body = way_in(environ, lambda status, headers, *_: said.append(status))
        b"".join(body)
        getattr(body, "close", lambda: None)()
        return said[0]

    assert [read() for _ in range(3)] == ["200 OK"] * 3
    assert not PageReads.objects.exists()
    clock.now = KEEP_FOR
    read()

    assert PageReads.objects.get().number == 4


@pytest.mark.parametrize("report", REPORTS)
def test_each_report_opens_and_is_given_out_as_a_spreadsheet(team, page, client, report) -> None:
    client.force_login(team["reader"])
    address = reverse(report.index_url_name)

    assert client.get(address).status_code == 200
    assert client.get(reverse(report.index_results_url_name)).status_code == 200
    exported = client.get(address, {"export": "csv"})
    heading = next(csv.reader(io.StringIO(exported.getvalue().decode())))
    assert heading == list(report.headings.values())
    workbook = load_workbook(io.BytesIO(client.get(address, {"export": "xlsx"}).getvalue()))
    assert [cell.value for cell in next(workbook.active.rows)] == heading


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_is_closed_to_who_has_no_right_to_it(client, report, programme) -> None:
    person = builders.a_user(email="other@programme.invalid", is_staff=True)
    client.force_login(person)

    assert client.get(reverse(report.index_url_name)).status_code != 200


def test_a_report_of_one_programme_shows_nothing_of_another(team, page, other, client) -> None:
    a_page(other.home, slug="secret", job_code="")
    client.force_login(team["reader"])

    assert "About secret" not in client.get(reverse("without_job_code_report")).content.decode()


def test_a_title_is_never_a_formula_in_a_spreadsheet(team, client) -> None:
    a_page(team.home, slug="formula", title="=1+1", job_code="")
    client.force_login(team["reader"])

    exported = client.get(reverse("without_job_code_report"), {"export": "csv"}).getvalue().decode()

    assert "'=1+1" in exported
    assert "\n=1+1" not in exported
