from __future__ import annotations

from django.urls import reverse


def test_a_form_about_no_patient_speaks_of_none_to_members(version, member, client):
    client.force_login(member)

    page = client.get(reverse("submissions:start", args=["ask"])).content.decode()

    before = page.partition("Before you start")[2].partition("</form>")[0]
    assert "You are filling it in for" in before
    assert "patient" not in before
    assert "registering" not in before
