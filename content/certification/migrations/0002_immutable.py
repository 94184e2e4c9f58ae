"""What the database itself refuses: a change of what was certified. How a certificate stands may change."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Deleting is refused by the models and by foreign keys instead: a test database empties its tables.
SIGNED = (
    "id", "programme_id", "page_id", "document_version_id", "revision_id", "job_code", "title", "path",
    "signatory_id", "signatory_name", "signatory_registration", "requested_by_id", "statement", "sha256",
    "change_id", "certified_at", "expires_on",
)  # fmt: skip
CERTIFICATE_SQLITE = f"""
CREATE TRIGGER certification_certificate_is_immutable
BEFORE UPDATE ON content_certification_certificate
WHEN {" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in SIGNED)}
BEGIN SELECT RAISE(ABORT, 'A certificate never changes.'); END
"""
RENDERING_SQLITE = """
CREATE TRIGGER certification_rendering_is_immutable
BEFORE UPDATE ON content_certification_rendering
BEGIN SELECT RAISE(ABORT, 'A rendering never changes.'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION certification_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was certified never changes.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER certification_certificate_is_immutable
BEFORE UPDATE ON content_certification_certificate
FOR EACH ROW WHEN ({" OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in SIGNED)})
EXECUTE FUNCTION certification_refuse_change();
CREATE TRIGGER certification_rendering_is_immutable
BEFORE UPDATE ON content_certification_rendering
FOR EACH ROW EXECUTE FUNCTION certification_refuse_change();
"""
MADE = {"sqlite": (CERTIFICATE_SQLITE, RENDERING_SQLITE), "postgresql": (POSTGRESQL,)}
REMOVED = {
    "sqlite": (
        "DROP TRIGGER certification_certificate_is_immutable",
        "DROP TRIGGER certification_rendering_is_immutable",
    ),
    "postgresql": ("DROP FUNCTION certification_refuse_change() CASCADE",),
}


def add_triggers(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in MADE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove_triggers(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in REMOVED[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("content_certification", "0001_initial")]
    operations = [migrations.RunPython(add_triggers, remove_triggers)]
