"""The first programme's registration form as data and compiled, for the tests of this floor."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from content.loading.files import folder_of
from content.loading.form import unsaved_form
from forms.definitions.compile import compile_against
from forms.definitions.spec import FormSpec
from programme.models import Programme
from tests.programme_data import PROGRAMME


def form_data() -> Any:
    """Return the file's content, fresh, so that a test may change it."""
    return folder_of(PROGRAMME).read("registration")


def compiled(data: Any) -> FormSpec:
    """Compile what a file holds; raise CompileFailed."""
    return compile_against(unsaved_form(data, programme=Programme()), {})


@lru_cache(maxsize=1)
def registration() -> FormSpec:
    """Return the compiled registration form."""
    return compiled(form_data())


def question(data: Any, key: str) -> Any:
    """Return a question of the file's content, to change it in place."""
    return next(
        field["value"]
        for step in data["steps"]
        for field in step["value"]["fields"]
        if field["value"]["key"] == key
    )
