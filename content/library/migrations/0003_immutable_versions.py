"""What the database itself refuses: a change of what was uploaded. What is found out about a file may be added."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Deleting is refused by the models and by foreign keys instead: a test database empties its tables.
UPLOADED = (
    "id", "document_id", "number", "title", "summary", "file", "sha256", "size", "media_type", "note",
    "uploaded_by_id", "uploaded_at", "restores_id", "job_code", "prepared_on", "audience", "label", "territory",
    "company_role",
)  # fmt: skip
SQLITE = f"""
CREATE TRIGGER library_version_is_immutable
BEFORE UPDATE ON content_library_documentversion
WHEN {" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in UPLOADED)}
BEGIN SELECT RAISE(ABORT, 'A version never changes.'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION library_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A version never changes.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER library_version_is_immutable
BEFORE UPDATE ON content_library_documentversion
FOR EACH ROW WHEN ({" OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in UPLOADED)})
EXECUTE FUNCTION library_refuse_change();
"""
MADE = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
REMOVED = {
    "sqlite": "DROP TRIGGER library_version_is_immutable",
    "postgresql": "DROP FUNCTION library_refuse_change() CASCADE",
}


def add_trigger(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(MADE[schema_editor.connection.vendor], params=None)


def remove_trigger(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(REMOVED[schema_editor.connection.vendor], params=None)


class Migration(migrations.Migration):
    dependencies = [("content_library", "0002_certified_wording")]

    operations = [migrations.RunPython(add_trigger, remove_trigger)]
