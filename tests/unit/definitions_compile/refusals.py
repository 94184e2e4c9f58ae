"""What compiling a form says against it."""

from __future__ import annotations

import pytest

from forms.definitions.compile import CompileFailed, compile_against


def problems_of(form, published=None):
    with pytest.raises(CompileFailed) as failed:
        compile_against(form, published or {})
    return failed.value.problems


def only_problem(form, published=None):
    (problem,) = problems_of(form, published)
    return problem
