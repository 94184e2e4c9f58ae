"""What fails the other tests can fail: planted faults are found."""

from __future__ import annotations

import pytest

from tests.browser.test_accessibility import Findings
from tests.browser.watching import Watch


@pytest.fixture
def watched(machine, stack):
    """A page with its own watch, so that what is planted here fails nothing."""
    context, watch = machine(), Watch(stack.url)
    watch.over(context)
    page = context.new_page()
    page.goto("/")
    assert watch.complaints() == []
    yield page, watch
    context.close()


def test_a_request_to_somebody_else_is_noticed(watched):
    page, watch = watched

    page.goto("about:blank")
    page.set_content('<img src="http://127.0.0.1:9/pixel.gif" alt="">')

    assert watch.elsewhere == ["http://127.0.0.1:9/pixel.gif"]


def test_what_the_content_security_policy_refuses_is_noticed(watched):
    page, watch = watched

    page.evaluate("document.body.setAttribute('style', 'color: red')")

    assert any("Content Security Policy" in error for error in watch.errors)


def test_an_error_of_a_script_is_noticed(watched):
    page, watch = watched

    with page.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('planted') })")

    assert any("planted" in error for error in watch.errors)


def test_a_barrier_is_noticed(watched):
    page, _ = watched
    findings = Findings()

    page.set_content('<html lang="en"><title>Planted</title><main><h1>One</h1><img src="data:,"></main>')
    findings.look(page, "planted")

    assert any("image-alt" in finding for finding in findings.found)
