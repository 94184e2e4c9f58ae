"""Turn the content of the editor into what a browser posts, walking the blocks as the page does."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail import blocks

from forms.definitions.models import Form


def posted_form(form: Form, **values: Any) -> dict[str, Any]:
    """Everything that the editor page of this form posts, plus `values` such as action-publish."""
    data = {
        "title": form.title,
        "slug": form.slug,
        "kind": form.kind,
        "programme": str(form.programme_id),
        "intro": _typed(form.intro),
        "what_happens_next": _typed(form.what_happens_next),
        "go_live_at": "",
        "expire_at": "",
    }
    for name in ("steps", "routes"):
        stream = getattr(form, name)
        data |= _posted(stream.stream_block, stream, name)
    return {**data, **values}


def _posted(block: blocks.Block, value: Any, prefix: str) -> dict[str, Any]:
    if isinstance(block, blocks.StructBlock):
        parts: dict[str, Any] = {}
        for name, child in block.child_blocks.items():
            parts |= _posted(child, value[name], f"{prefix}-{name}")
        return parts
    if isinstance(block, blocks.StreamBlock):
        items = [(child.block, child.value, child.block_type, child.id) for child in value]
        return _posted_items(items, prefix)
    if isinstance(block, blocks.ListBlock):
        return _posted_items(
            [(block.child_block, child.value, "", child.id) for child in value.bound_blocks], prefix
        )
    if isinstance(block, blocks.MultipleChoiceBlock):
        return {prefix: list(value or ())}
    if isinstance(block.field, forms.BooleanField):
        return {prefix: "on"} if value else {}
    return {prefix: _typed(value)}


def _posted_items(items: list[Any], prefix: str) -> dict[str, Any]:
    data: dict[str, Any] = {f"{prefix}-count": str(len(items))}
    for index, (block, value, type_, id_) in enumerate(items):
        data |= {
            f"{prefix}-{index}-deleted": "",
            f"{prefix}-{index}-order": str(index),
            f"{prefix}-{index}-type": type_,
            f"{prefix}-{index}-id": id_ or "",
        }
        data |= _posted(block, value, f"{prefix}-{index}-value")
    return data


def _typed(value: Any) -> Any:
    """Return a value as a browser sends it: nothing as an empty text, lines ended as HTML asks."""
    if value is None:
        return ""
    return "\r\n".join(value.splitlines()) if isinstance(value, str) else value
