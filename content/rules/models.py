"""Rules: when something happens, and a condition holds, people are told or given something to do."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.models import Page

from accounts.models import User
from content.declarations import Declared
from programme.models import Programme


class Event(models.TextChoices):
    """What can happen. No action of a rule is among these, so no rule can set off another."""

    SUBMITTED = "submitted", "A page is submitted"
    PUBLISHED = "published", "A page is published"
    UNPUBLISHED = "unpublished", "A page is taken down"
    CERTIFICATE_ENDING = "certificate_ending", "A certificate ends soon"
    DOCUMENT_REPLACED = "document_replaced", "A document has a new version in force"
    LINK_BROKEN = "link_broken", "An external link is broken"
    RATED_BELOW = "rated_below", "A page is rated below a number"


class Rule(models.Model):
    """One event, the conditions that must hold, and one action for the people of a group."""

    class Action(models.TextChoices):
        MAIL = "mail", "Tell them by mail"
        TODO = "todo", "Give them a task"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="content_rules")
    name = models.CharField(max_length=120)
    event = models.CharField("when", max_length=20, choices=Event.choices)
    section = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Only for this page and those below it.",
    )
    page_type = models.CharField(max_length=100, blank=True, help_text="Only for pages of this type.")
    label = models.CharField(
        max_length=20, choices=Declared.Label.choices, blank=True, help_text="Only for this kind of material."
    )
    below = models.DecimalField(
        "rated below",
        max_digits=2,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="From 1 to 5; needed for ratings only.",
    )
    action = models.CharField("then", max_length=10, choices=Action.choices)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, related_name="+", verbose_name="whom", help_text="Everybody in it."
    )
    days = models.PositiveSmallIntegerField(
        "days to do it", default=7, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        default_permissions = ("view", "add", "change")
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="rules_one_name_per_programme"),
            models.CheckConstraint(
                condition=(models.Q(event="rated_below") & models.Q(below__isnull=False))
                | (~models.Q(event="rated_below") & models.Q(below__isnull=True)),
                name="rules_number_for_ratings_only",
                violation_error_message="Give a number for ratings, and for nothing else.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Firing(models.Model):
    """That a rule's action was carried out for a subject."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="firings")
    subject = models.CharField(max_length=80)
    fired_at = models.DateTimeField()
    # What is to be said once only, for example of one live version.
    once = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-fired_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "once"], condition=~models.Q(once=""), name="rules_fired_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} for {self.subject}"


class Todo(models.Model):
    """Something to do for anybody of a group, until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="todos")
    subject = models.CharField(max_length=80)
    title = models.CharField(max_length=255)
    said = models.CharField("what happened", max_length=200)
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_on", "created_at"]
        default_permissions = ("view",)
        verbose_name = "task"
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject"],
                condition=models.Q(done_at__isnull=True),
                name="rules_one_open_todo",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="rules_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title
