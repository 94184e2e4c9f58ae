"""What the mark-up of a page may lack."""

from __future__ import annotations

import pytest

from content.compliance.rendered import problems_of_html
from programme.models import Product, Programme

PAGE = "<html><body><header><h6></h6></header><main><h1>Page</h1>%s</main><footer>%s</footer></body></html>"
TRIANGLE = '<span class="triangle" role="img" aria-label="Black triangle">▼</span>'


def codes(main: str, footer: str = "", *, monitored: bool = False) -> list[str]:
    programme = Programme(name="ExampleCare")
    programme.product = Product(brand_name="EXAMPLEX", additional_monitoring=monitored)
    return [problem.code for problem in problems_of_html(PAGE % (main, footer), programme)]


@pytest.mark.parametrize(
    ("main", "found"),
    [
        ('<img src="a.png">', ["alternative_text"]),
        ('<img src="a.png" alt="IMG_2041.JPG">', ["alternative_text"]),
        ('<img src="a.png" alt="">', []),
        ('<img src="a.png" alt="A pen">', []),
        ("<h2>A</h2><h3>B</h3><h2>C</h2>", []),
        ("<h3>B</h3>", ["heading_order"]),
        ("<h2> </h2>", ["heading_order"]),
        ('<a href="https://a.example/"> </a>', ["link_text"]),
        ('<a href="https://a.example/"><img src="a.png" alt="Pen"></a>', []),
        ('<a href="/a/" aria-label="More"></a>', []),
    ],
)
def test_what_the_main_part_lacks_is_named(main: str, found: list[str]) -> None:
    assert codes(main) == found


def test_the_triangle_is_missed_only_beside_a_product_under_additional_monitoring() -> None:
    assert codes("<p>Examplex</p>") == []
    assert codes("<p>Examplex</p>", monitored=True) == ["black_triangle"]
    assert codes("<p>Examplex</p>", TRIANGLE, monitored=True) == []
    assert codes("<p>Something else</p>", monitored=True) == []


def test_a_triangle_without_words_is_none() -> None:
    assert codes("<p>Examplex</p>", '<span class="triangle">▼</span>', monitored=True) == ["black_triangle"]
