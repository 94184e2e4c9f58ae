"""What everybody may read is compiled against the names of its own programme."""

from __future__ import annotations

import pytest

from forms.definitions.compile import CompileFailed, compile_form
from tests import builders
from tests.unit.definitions_compile.test_branding import a_form_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("of", ["programme", "brand", "substance"])
def test_a_form_for_everybody_names_neither_programme_nor_medicine(programme, of):
    product = programme.product
    name = {"programme": programme.name, "brand": product.brand_name, "substance": product.generic_name}[of]

    with pytest.raises(CompileFailed) as failed:
        compile_form(a_form_for("public", programme=programme, title=f"Ask about {name}"))

    assert ("title",) in {problem.path for problem in failed.value.problems}


def test_a_form_for_professionals_may_name_both(programme):
    builders.a_partner(programme, role="desk", code="questions", listed=False)
    title = f"Ask about {programme.product.brand_name} in {programme.name}"

    spec = compile_form(a_form_for("professionals", programme=programme, title=title))

    assert spec.title == title
