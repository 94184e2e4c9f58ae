"""A version carries the title and the summary under which it was certified."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def copy_from_documents(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for version in apps.get_model("content_library", "DocumentVersion").objects.select_related("document"):
        version.title, version.summary = version.document.title, version.document.summary
        version.save(update_fields=["title", "summary"])


class Migration(migrations.Migration):
    dependencies = [
        ("content_library", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="documentversion",
            name="title",
            field=models.CharField(default="", max_length=255),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="documentversion",
            name="summary",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="document",
            name="worded_by",
            field=models.ManyToManyField(editable=False, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="worded_by",
            field=models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(copy_from_documents, migrations.RunPython.noop),
    ]
