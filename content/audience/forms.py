"""The admin's form of the audience settings."""

from __future__ import annotations

from django import forms
from django.core.validators import validate_domain_name
from wagtail.admin.forms import WagtailAdminModelForm

from content.audience.models import AudienceSettings

FIELDS = ["professionals_by", "patients_page", "public_page", "direct_hosts"]


class AudienceSettingsForm(WagtailAdminModelForm):
    class Meta:
        model = AudienceSettings
        fields = FIELDS

    def clean_direct_hosts(self) -> str:
        """Take host names, one on each line."""
        lines: list[str] = self.cleaned_data["direct_hosts"].lower().split()
        for line in lines:
            try:
                validate_domain_name(line)
            except forms.ValidationError:
                raise forms.ValidationError(
                    f"“{line}” is no host name. Write it without https:// and without a path: www.nhs.uk."
                ) from None
        return "\n".join(lines)


class NewAudienceSettingsForm(AudienceSettingsForm):
    """The first settings of a programme."""

    class Meta:
        model = AudienceSettings
        fields = ["programme", *FIELDS]
