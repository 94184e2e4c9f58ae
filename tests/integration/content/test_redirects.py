"""What a redirect may lead to is the same whether it is typed or comes in a file."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from accounts.models import User
from content.models import HomePage
from programme.models import Programme
from tests import builders

pytestmark = pytest.mark.django_db
REFUSED = [
    ("/old/", "//elsewhere.example/", "Write the whole address"),
    ("/old/", "elsewhere.example", "Write the whole address"),
    ("/old/", "ftp://elsewhere.example/", "Write the whole address"),
    ("/old/", "javascript:alert(1)", "Enter a valid URL"),
    ("//[x", "https://elsewhere.example/", "This is no path"),
    ("//elsewhere.example/old/", "https://elsewhere.example/", "This is no path"),
    ("/me/", "http://localhost/me/", "would lead in a circle"),
    ("/old/", "http://other.example/", "the site of another programme"),
    ("/old/", "", "Choose the page, or write the address"),
]


@pytest.fixture
def site(kesimptaconnect: Programme) -> Site:
    return kesimptaconnect.site


@pytest.fixture
def other(site: Site) -> Page:
    """The first page of another programme."""
    home = HomePage(title="There", slug="there", job_code="T-1")
    builders.a_root_page().add_child(instance=home)
    second = Site.objects.create(hostname="other.example", root_page=home)
    builders.a_programme(site=second, code="othercare", name="OtherCare", reference_prefix="OC")
    return home


@pytest.fixture
def office(approver: User, client: Client) -> Client:
    client.force_login(approver)
    return client


def typed(client: Client, *, old: str, link: str, site: Site | None, page: Page | None = None) -> str:
    values = {
        "old_path": old,
        "redirect_link": link,
        "site": site.pk if site else "",
        "redirect_page": page.pk if page else "",
        "is_permanent": "on",
    }
    return client.post(reverse("wagtailredirects:add"), values, follow=True).content.decode()


def imported(client: Client, *, old: str, link: str, site: Site | None) -> str:
    file = SimpleUploadedFile("redirects.csv", f"from,to\n{old},{link}\n".encode())
    asked = client.post(reverse("wagtailredirects:start_import"), {"import_file": file}).content.decode()
    hidden = dict(
        re.findall(r'<input type="hidden" name="(import_file_name|input_format)" value="([^"]+)"', asked)
    )
    values = {
        **hidden,
        "from_index": "0",
        "to_index": "1",
        "permanent": "on",
        "site": site.pk if site else "",
    }
    return client.post(reverse("wagtailredirects:process_import"), values, follow=True).content.decode()


@pytest.mark.parametrize("road", [typed, imported])
@pytest.mark.parametrize(("old", "link", "why"), REFUSED)
def test_what_leads_nowhere_or_astray_is_refused(office, site, other, road, old, link, why) -> None:
    html = road(office, old=old, link=link, site=site)

    assert why in unescape(html), re.sub(r"<[^>]+>|\s+", " ", html)[-900:]
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("road", [typed, imported])
def test_what_leads_somewhere_is_kept(office, site, other, road) -> None:
    road(office, old="/old/", link="https://elsewhere.example/new/", site=site)
    road(office, old="http://localhost/older/", link="http://localhost/new/", site=site)

    assert sorted(Redirect.objects.values_list("old_path", flat=True)) == ["/old", "/older"]


def test_one_bad_row_of_a_file_leaves_the_others(office, site) -> None:
    imported(office, old="/a/,https://elsewhere.example/\n/b/", link="//elsewhere.example/", site=site)

    assert Redirect.objects.get().old_path == "/a"


def test_a_page_of_another_programme_is_no_target(office, site, other) -> None:
    assert "another programme" in typed(office, old="/old/", link="", site=site, page=other)
    assert "readers of other programmes" in typed(office, old="/old/", link="", site=None, page=other)
    assert not Redirect.objects.exists()

    typed(office, old="/old/", link="", site=Site.objects.get(hostname="other.example"), page=other)
    assert Redirect.objects.get().redirect_page_id == other.pk


def test_the_command_that_imports_asks_the_same(site: Site, tmp_path: Path, capsys) -> None:
    file = tmp_path / "redirects.csv"
    file.write_text("from,to\n/me/,http://localhost/me/\n/old/,https://elsewhere.example/\n")

    call_command("import_redirects", src=str(file), site=site.pk)

    assert Redirect.objects.get().old_path == "/old"
