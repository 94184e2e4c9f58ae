"""With which words a mail is written: its templates, and their SHA-256 as evidence of what somebody was told."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from django.template import Engine

SUBJECT, TEXT, HTML = "subject.txt", "body.txt", "body.html"


def template_of(notice: str, part: str) -> str:
    """Return the path of one part of a notice's mail; the same words serve 90, 60 and 30 days before the end."""
    return f"agreements/emails/{re.sub(r'_[0-9]+$', '', notice)}-{part}"


@lru_cache
def wording_sha256(notice: str) -> str:
    """Return the SHA-256 of a notice's templates as they are installed: subject, text and HTML in this order."""
    engine, digest = Engine.get_default(), hashlib.sha256()
    for part in (SUBJECT, TEXT, HTML):
        digest.update(str(engine.get_template(template_of(notice, part)).source).encode())
    return digest.hexdigest()
