"""What a page and a document declare alike: for whom it is, what it is, and under which code it was approved."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from programme.models import Programme, SafetyRecord
from programme.territories import Territory


class Declared(models.Model):
    """The declarations of a piece of material. A draft may lack some; `content.compliance.checks` says which."""

    class Audience(models.TextChoices):
        PROFESSIONALS = "professionals", "For UK healthcare professionals"
        PATIENTS = "patients", "For patients who have been prescribed the medicine"
        PUBLIC = "public", "For everybody"

    class Label(models.TextChoices):
        PROMOTIONAL = "promotional", "Promotional material"
        NON_PROMOTIONAL = "non_promotional", "Non-promotional information"
        PATIENT_SUPPORT = "patient_support", "Patient support material"

    class CompanyRole(models.TextChoices):
        """What the company's part in a piece of material may be; WORDINGS_OF_ROLES says it to readers."""

        PROGRAMME = "", "As the programme declares it"
        INITIATED = "initiated", "Initiated, written and funded by the sponsor"
        FUNDED = "funded", "Funded by the sponsor, which had no part in it"
        REVIEWED = "reviewed", "Funded by the sponsor, which reviewed it for accuracy"

    job_code = models.CharField(
        max_length=40,
        blank=True,
        help_text="The code under which this was approved; no other material has it.",
    )
    prepared_on = models.DateField("date of preparation", default=timezone.localdate)
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.PROFESSIONALS)
    label = models.CharField(max_length=20, choices=Label.choices, default=Label.NON_PROMOTIONAL)
    territory = models.CharField(
        max_length=20,
        choices=Territory.choices,
        default=Territory.UNITED_KINGDOM,
        help_text="Where this may be used; the prescribing information of these territories goes with it.",
    )
    company_role = models.CharField(
        max_length=20, choices=CompanyRole.choices, default=CompanyRole.PROGRAMME, blank=True
    )

    class Meta:
        abstract = True

    @property
    def promotes_to_the_public(self) -> bool:
        """Say whether this would promote a medicine to patients or the public (Code of Practice, 26.1)."""
        return self.label == self.Label.PROMOTIONAL and self.audience != self.Audience.PROFESSIONALS

    @property
    def adverse_event_kind(self) -> str:
        """Return which reporting statement goes with this: that for professionals or for patients."""
        if self.audience == self.Audience.PROFESSIONALS:
            return SafetyRecord.Kind.ADVERSE_EVENTS_HCP
        return SafetyRecord.Kind.ADVERSE_EVENTS_PATIENT

    @property
    def carries_prescribing_information(self) -> bool:
        """Say whether links to the prescribing information go with this: with all that professionals read."""
        return self.audience == self.Audience.PROFESSIONALS

    def company_role_of(self, programme: Programme) -> str:
        """Return how the company's part is declared: in the chosen wording, or in the programme's own.

        A role that is none of those allowed has no wording: "".
        """
        if not self.company_role:
            return programme.company_role
        return WORDINGS_OF_ROLES.get(self.company_role, "").format(sponsor=programme.sponsor)


# The sponsor's name is filled in from the programme's record.
WORDINGS_OF_ROLES: dict[str, str] = {
    Declared.CompanyRole.INITIATED: "This material was initiated, written and funded by {sponsor}.",
    Declared.CompanyRole.FUNDED: "This material was funded by {sponsor}, which had no part in what it says.",
    Declared.CompanyRole.REVIEWED: "This material was funded by {sponsor}, which reviewed it for accuracy.",
}
