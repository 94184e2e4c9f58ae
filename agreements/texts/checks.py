"""Checks of the texts in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from programme.checks import has_table


@register(Tags.database, deploy=True)
def no_sample_texts(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Report sample texts that would be used where placeholders are refused (agreements.E001).

    Only `check --deploy` reports them: the admin, where they are replaced, has to start with them.
    """
    from agreements.texts.models import AgreementText, TextVersion
    from agreements.texts.reading import text_in_force

    if not settings.REFUSE_PLACEHOLDERS or not databases or not has_table(TextVersion):
        return []
    texts = AgreementText.objects.select_related("programme").order_by("programme__name", "kind")
    in_force = [text_in_force(programme_id=text.programme_id, kind=text.kind) for text in texts]
    return [
        Error(
            f"{version.text.programme.name}: the text “{version.text}” is still sample text, "
            "so no agreement on it is put out for signature.",
            hint="Write the real text in the admin, under Agreement texts, and have somebody else approve it.",
            id="agreements.E001",
        )
        for version in in_force
        if version is not None and version.is_sample
    ]
