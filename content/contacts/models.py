"""A contact: one way of reaching the people of a programme."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models

from forms.definitions.models import Form
from forms.submissions.beginning import address_of
from programme.models import Programme

phone_validator = RegexValidator(
    r"^\+?[0-9][0-9 ]{5,24}$", "Enter the number with digits and spaces, for example 020 7946 0000."
)


class Contact(models.Model):
    """Somebody to ring, to write to, or to reach with a form."""

    class Kind(models.TextChoices):
        ACCOUNT_MANAGER = "account_manager", "Key account manager"
        MEDICAL_INFORMATION = "medical_information", "Medical information"
        SPEAKER = "speaker", "Ask a speaker"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    name = models.CharField(max_length=120, help_text="A person or a team.")
    region = models.CharField(max_length=120, blank=True, help_text="For example: Scotland.")
    phone = models.CharField(max_length=30, blank=True, validators=[phone_validator])
    email = models.EmailField("e-mail", blank=True)
    form = models.ForeignKey(
        Form, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="A form with which to reach them, once there is one.",
    )  # fmt: skip
    is_placeholder = models.BooleanField(
        "is a placeholder", default=True, help_text="Marks the entry on the page until it is real."
    )

    class Meta:
        ordering = ["kind", "region", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(phone="", email="", form=None), name="content_contacts_reachable"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.region}" if self.region else self.name

    @property
    def form_address(self) -> str:
        """Return where the form begins, empty without one that is live."""
        return address_of(self.form) if self.form is not None and self.form.live else ""
