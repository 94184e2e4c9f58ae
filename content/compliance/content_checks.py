"""The problems of a page among Wagtail's own content checks, beside the preview.

A preview holds one element for each problem; to Wagtail's checker each is an element that fails a rule of
its own, so the editor's side panel counts and lists them, and leads to them, as it does its own findings.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.userbar import ContentCheckerItem

# By code of a problem: what the panel says; the preview itself says the rest.
MESSAGES = {
    "job_code": ("Job code", "Each page needs a job code of its own."),
    "prepared_on": ("Date of preparation", "It must lie within the last 24 months."),
    "promotional_to_public": (
        "Promotion to the public",
        "Only material for professionals can be promotional.",
    ),
    "brand_to_public": (
        "Name told to everybody",
        "Material for everybody names neither programme nor medicine.",
    ),
    "company_role": ("Company role", "Say what the company's part is."),
    "prescribing_information": ("Prescribing information", "Every territory of the page needs its own."),
    "adverse_events": ("Adverse event statement", "The statement for this audience is missing."),
    "placeholder": ("Placeholder", "A text of the programme has not been supplied yet."),
    "black_triangle": ("Black triangle", "The product is under additional monitoring."),
    "alternative_text": ("Alternative text", "Describe every image, or mark it as decoration."),
    "heading_order": ("Headings", "They must follow each other without gaps."),
    "link_text": ("Link without text", "Say where each link leads."),
    "link_words": ("Card without link text", "Say in this page's own words where each card leads."),
    "other_programme": ("Another programme", "Links, listings and forms are those of this site only."),
    "programme": ("Programme", "The page must stand below a programme's home page."),
}
# Fails for every element that has no alternative text: a problem's element never has one.
ALWAYS_FAILS = "non-empty-alt"


class ComplianceChecks(ContentCheckerItem):
    """Wagtail's content checks with a rule for each kind of problem."""

    def get_axe_run_only(self, request: HttpRequest) -> list[str]:
        return [*super().get_axe_run_only(request), *(_rule(code) for code in MESSAGES)]

    def get_axe_custom_rules(self, request: HttpRequest) -> list[dict[str, Any]]:
        own = [
            {
                "id": _rule(code),
                "impact": "critical",
                "selector": f'[data-problem="{code}"]',
                "tags": ["compliance"],
                "any": [ALWAYS_FAILS],
                "enabled": True,
            }
            for code in MESSAGES
        ]
        return [*super().get_axe_custom_rules(request), *own]

    def get_axe_messages(self, request: HttpRequest) -> dict[str, Any]:
        own = {
            _rule(code): {"error_name": name, "help_text": help_text}
            for code, (name, help_text) in MESSAGES.items()
        }
        return {**super().get_axe_messages(request), **own}


def put_checks(items: list[Any]) -> None:
    """Take the place of Wagtail's own checker among the items of its bar."""
    for place, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[place] = ComplianceChecks(in_editor=item.in_editor)


def _rule(code: str) -> str:
    return f"compliance-{code.replace('_', '-')}"
