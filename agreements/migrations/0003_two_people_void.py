"""Two people void what others rely on; a signature is never deleted."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# SQLite lets signatures be deleted, as a test database empties its tables that way; PostgreSQL's TRUNCATE,
# which its tests use, fires no row's trigger. The model refuses it on both.
REFUSED = """
CREATE FUNCTION agreements_refuse_signature_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A signature is never deleted.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER agreements_signature_is_kept
BEFORE DELETE ON agreements_signature
FOR EACH ROW EXECUTE FUNCTION agreements_refuse_signature_deletion();
"""


def refuse_deletion(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REFUSED)


def allow_deletion(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION agreements_refuse_signature_deletion() CASCADE")


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0002_immutable"),
        ("directory", "0002_sponsor"),
        ("form_documents", "0002_seal"),
        ("form_submissions", "0001_initial"),
        ("programme", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="void_confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="void_reason",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="agreement",
            name="void_requested_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agreement",
            name="void_requested_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("void_confirmed_by__isnull", True),
                    models.Q(
                        ("stage", "voided"),
                        ("void_requested_by__isnull", False),
                        models.Q(("void_confirmed_by", models.F("void_requested_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="agreements_void_confirmed_by_another",
            ),
        ),
        migrations.RunPython(refuse_deletion, allow_deletion),
    ]
