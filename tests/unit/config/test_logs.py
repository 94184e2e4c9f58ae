"""What a web server's log says of an exception: where, never what."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from config.log_format import WithoutExceptionMessages

SECRET = "9990000018"


def failing(request: HttpRequest) -> HttpResponse:
    try:
        int(f"{SECRET}x")
    except ValueError as error:
        raise ValueError(SECRET) from error
    return HttpResponse()


urlpatterns = [path("failing/", failing)]


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the console would show."""
    configured = settings.LOGGING["formatters"]["line"]
    assert configured["()"] == "config.log_format.WithoutExceptionMessages"
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(WithoutExceptionMessages(configured["format"]))
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[])
def test_a_failing_page_is_logged_with_type_and_place_and_without_the_message(log: StringIO) -> None:
    Client(raise_request_exception=False).get("/failing/")

    said = log.getvalue()
    assert "builtins.ValueError" in said
    assert "raised from builtins.ValueError" in said
    assert f"{__file__}:" in said
    assert " failing" in said
    assert SECRET not in said


def test_what_another_handler_wrote_on_the_record_is_not_repeated() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        record = logging.LogRecord("any", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    assert SECRET in logging.Formatter().format(record)

    assert SECRET not in WithoutExceptionMessages("%(message)s").format(record)


def test_the_root_logger_uses_it_and_pikepdf_keeps_quiet() -> None:
    assert settings.LOGGING["root"]["handlers"] == ["console"]
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "line"
    assert settings.LOGGING["loggers"]["pikepdf"]["level"] == "WARNING"
