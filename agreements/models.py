"""The records of agreements."""

from __future__ import annotations

from agreements.texts.models import AgreementText, TextVersion

__all__ = ["AgreementText", "TextVersion"]
