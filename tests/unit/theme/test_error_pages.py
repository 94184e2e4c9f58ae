from __future__ import annotations

import pytest
from django.template.loader import get_template


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_for_our_own_failures_need_neither_context_nor_database(name: str) -> None:
    page = get_template(name).render()

    assert "Steps that you saved before are still there." in page
    assert '<a href="/">' in page


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "413.html", "429.html"])
def test_pages_for_refusals_render_even_without_a_request(name: str) -> None:
    page = get_template(name).render()

    assert page.count("<h1>") == 1
    assert "{{" not in page
