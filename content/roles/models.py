"""Which group holds a role in which programme."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models

from programme.models import Programme


class Role(models.TextChoices):
    """What people who work on a programme's site are there for, from the least to the most."""

    READER = "reader", "Readers"
    CONTRIBUTOR = "contributor", "Contributors"
    EDITOR = "editor", "Editors"
    REVIEWER = "reviewer", "Reviewers"
    CERTIFIER = "certifier", "Certifiers"
    SITE_ADMINISTRATOR = "site_administrator", "Site administrators"


class RoleGroup(models.Model):
    """The group of a programme's people with a role."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="role_groups")
    role = models.CharField(max_length=20, choices=Role.choices)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="role_group")

    class Meta:
        ordering = ["programme", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["programme", "role"], name="roles_one_group_per_role"),
        ]

    def __str__(self) -> str:
        return str(self.group)
