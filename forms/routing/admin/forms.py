"""What an operator is asked before something is done to a delivery."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from directory.models import Partner
from forms.routing.models import Delivery


class ConfirmForm(forms.Form):
    """Nothing to fill in: pressing the button is the confirmation."""


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Reason",
        max_length=200,
        help_text="Kept with the delivery and in the audit trail. Write nothing about the patient.",
    )


class CancelForm(forms.Form):
    """Why the delivery is cancelled."""

    reason = _reason()


class RerouteForm(forms.Form):
    """Which partner of the same role receives the document instead, and why."""

    partner = forms.ModelChoiceField(
        label="Send to",
        queryset=Partner.objects.none(),
        help_text="Choosing the same partner sends to its destination of today.",
    )
    reason = _reason()

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        begun = Q(service__available=True) | Q(service=None, available_from__lte=today)
        field.queryset = Partner.objects.filter(
            begun, programme_id=delivery.programme_id, role=delivery.partner.role
        ).exclude(available_until__lt=today)
