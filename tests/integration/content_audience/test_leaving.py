from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Page

from content.audience.leaving import exit_url
from content.audience.models import AudienceSettings
from programme.models import Programme

pytestmark = pytest.mark.django_db

ELSEWHERE = "https://www.mssociety.example/support?a=1&b=2"


def test_the_notice_names_the_host_and_leads_on_by_a_plain_link(
    pages: dict[str, Page], client: Client
) -> None:
    response = client.get(exit_url(ELSEWHERE))

    html = response.content.decode()
    assert response.status_code == 200
    assert '<strong class="hash">www.mssociety.example</strong>' in html
    assert 'href="https://www.mssociety.example/support?a=1&amp;b=2" rel="external noreferrer"' in html
    assert "not responsible" in html
    assert response["X-Robots-Tag"] == "noindex"
    assert "http-equiv" not in html


def test_a_host_of_the_programmes_list_has_no_notice(
    pages: dict[str, Page], programme: Programme, client: Client
) -> None:
    AudienceSettings.objects.create(programme=programme, direct_hosts="www.nhs.uk\nwww.mssociety.example")

    assert client.get(exit_url(ELSEWHERE))["Location"] == ELSEWHERE
    assert client.get(exit_url("https://mssociety.example/")).status_code == 200


def test_a_whole_address_of_the_site_itself_has_no_notice(pages: dict[str, Page], client: Client) -> None:
    assert client.get(exit_url("http://testserver/patients/"))["Location"] == "http://testserver/patients/"


@pytest.mark.parametrize("signed", ["x", "aHR0cHM6Ly9ldmlsLmV4YW1wbGUv.x", "https:%2F%2Fevil.example"])
def test_a_forged_link_leads_nowhere(pages: dict[str, Page], client: Client, signed: str) -> None:
    assert client.get(f"/leaving/{signed}/").status_code == 404


def test_staying_leads_back_to_the_page_with_the_link_and_nowhere_else(
    pages: dict[str, Page], client: Client
) -> None:
    own = client.get(exit_url(ELSEWHERE), HTTP_REFERER="http://testserver/public/").content.decode()
    foreign = client.get(exit_url(ELSEWHERE), HTTP_REFERER="https://evil.example/").content.decode()

    assert '<a href="/public/">Stay on this site</a>' in own
    assert '<a href="/">Stay on this site</a>' in foreign
