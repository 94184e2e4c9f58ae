"""Blocks that show the programme's records: partners, contacts and agreements."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from agreements.kinds import KINDS
from content.blocks.prose import inline_text
from content.contacts.models import Contact
from directory.models import PATIENT_ROLE_CHOICES


class ProvidersBlock(blocks.StructBlock):
    """The partners of one role that take registrations today, read from the directory."""

    heading = blocks.CharBlock(max_length=120, required=False)
    role = blocks.ChoiceBlock(choices=PATIENT_ROLE_CHOICES)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["providers"] = (context.get("partners") or {}).get(value["role"], [])
        return context

    class Meta:
        icon = "group"
        label = "Providers"
        template = "content/blocks/providers.html"


class ContactsBlock(blocks.StructBlock):
    """The contacts of one kind, read from the programme's records."""

    heading = blocks.CharBlock(max_length=120)
    text = inline_text(required=False)
    kind = blocks.ChoiceBlock(choices=Contact.Kind.choices)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["contacts"] = (context.get("contacts_by_kind") or {}).get(value["kind"], [])
        return context

    class Meta:
        icon = "mail"
        label = "Contacts"
        template = "content/blocks/contacts.html"


class LiveChecklistBlock(blocks.StructBlock):
    """What an organisation signs once; whoever is signed in sees how their own organisation stands."""

    heading = blocks.CharBlock(max_length=120)
    text = inline_text(required=False, help_text="What everybody reads, signed in or not.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        partners, programme = context.get("partners") or {}, context.get("programme")
        names = {role: [partner.name for partner in found] for role, found in partners.items()}
        # A sponsor takes no registrations, so it is not among the partners of the day.
        names["sponsor"] = [programme.sponsor] if programme else []
        context["documents"] = [
            {"label": kind.label, "partners": names.get(kind.counterparty_role, [])}
            for kind in KINDS.values()
        ]
        return context

    class Meta:
        icon = "tasks"
        label = "Live checklist"
        template = "content/blocks/live_checklist.html"
