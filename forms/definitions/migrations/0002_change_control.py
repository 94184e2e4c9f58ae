import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0002_withdrawn"),
        ("form_definitions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="form",
            options={"permissions": [("approve_critical", "Can approve critical changes of forms")]},
        ),
        migrations.AddField(
            model_name="form",
            name="drafts_until",
            field=models.DateTimeField(
                blank=True,
                help_text="From then on drafts that are still open move to the version that is live; "
                "where an answer no longer fits, the person is asked to review it. Empty: they stay on "
                "the version they were begun on.",
                null=True,
                verbose_name="drafts of earlier versions may be sent until",
            ),
        ),
        migrations.AddField(
            model_name="form",
            name="retired_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="form",
            name="use_instead",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="form_definitions.form",
            ),
        ),
        migrations.AddField(
            model_name="form",
            name="use_instead_address",
            field=models.CharField(blank=True, default="", editable=False, max_length=500),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="form",
            name="use_instead_text",
            field=models.CharField(blank=True, default="", editable=False, max_length=240),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("revision_id", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "based_on",
                    models.PositiveIntegerField(
                        help_text="The number of the version it changes; 0 for none."
                    ),
                ),
                ("changes", models.JSONField()),
                ("critical", models.BooleanField()),
                ("created_at", models.DateTimeField()),
                (
                    "first_approval",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="approvals.approval"
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="form_definitions.form",
                    ),
                ),
                (
                    "second_approval",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approvals.approval",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="form_definitions.formversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(critical=False) | Q(second_approval__isnull=False),
                        name="definitions_critical_has_second_approval",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormComment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("field_key", models.CharField(blank=True, max_length=60, verbose_name="question")),
                ("text", models.TextField(max_length=2000, verbose_name="comment")),
                ("written_at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="form_definitions.form",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["written_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                        | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                        name="definitions_comment_resolved_by_somebody",
                    ),
                ],
            },
        ),
    ]
