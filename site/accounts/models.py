"""People, what they belong to, and how they were invited."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.db import models
from django.db.models import Q

from directory.models import Organisation, Partner


class UserManager(BaseUserManager["User"]):
    """Create people by e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a person who signs in with `email`; without a password none works until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a person with every admin permission. Patient data needs a membership all the same."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=160)
    job_title = models.CharField(max_length=160, blank=True)
    registration_number = models.CharField(
        "professional registration number", max_length=20, blank=True, help_text="GMC, NMC or GPhC."
    )
    phone = models.CharField(max_length=30, blank=True)
    is_staff = models.BooleanField("may open the admin", default=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(auto_now_add=True)
    # RFC 6238, 5.2: a one-time code works once. The time step of the last one that was taken.
    last_totp_step = models.PositiveBigIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name"]
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class MembershipRole(models.TextChoices):
    MEMBER = "member", "Member"
    LEAD = "lead", "Lead"
    # Signs agreements of the organisation or partner and sees no patient data: see permissions.person_of.
    SIGNATORY = "signatory", "Signatory (agreements only)"


class Membership(models.Model):
    """A person's place in one organisation or one partner. Leaving ends it; it is never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=MembershipRole.choices, default=MembershipRole.MEMBER)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, partner__isnull=True)
                | Q(organisation__isnull=True, partner__isnull=False),
                name="accounts_membership_of_one_body",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at__isnull=True, organisation__isnull=False),
                name="accounts_one_current_membership",
            ),
            models.UniqueConstraint(
                fields=["user", "partner"],
                condition=Q(ended_at__isnull=True, partner__isnull=False),
                name="accounts_one_current_partner_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.organisation or self.partner}"


class Invitation(models.Model):
    """A single-use way in for one e-mail address, made by an administrator."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # An invitation to the admin names a group instead of a body.
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=MembershipRole.choices, default=MembershipRole.MEMBER)
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, partner__isnull=True, group__isnull=True)
                | Q(organisation__isnull=True, partner__isnull=False, group__isnull=True)
                | Q(organisation__isnull=True, partner__isnull=True, group__isnull=False),
                name="accounts_invitation_to_one_body",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="accounts_accepted_or_revoked",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="accounts_accepted_has_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation to {self.body}"

    @property
    def body(self) -> Organisation | Partner | Group:
        """What the invitation leads into."""
        body = self.organisation or self.partner or self.group
        if body is None:
            raise ValueError("An invitation leads to an organisation, a partner or a group.")
        return body

    @property
    def only_signs(self) -> bool:
        """Say whether the invited person is to sign agreements, and nothing else."""
        return self.role == MembershipRole.SIGNATORY

    def state_at(self, now: datetime) -> str:
        """Say in words how the invitation stands."""
        if self.accepted_at:
            return "Accepted"
        if self.revoked_at:
            return "Withdrawn"
        return "Expired" if self.expires_at <= now else "Waiting"
