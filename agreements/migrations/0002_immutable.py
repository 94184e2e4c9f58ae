"""What the database itself refuses: a change of an approved text or of a signature."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# An approved text never changes, whoever asks the database; it may only be withdrawn. Deleting is refused
# by the model and by foreign keys instead: a test database empties its tables.
TEXT_SQLITE = """
CREATE TRIGGER agreements_text_is_immutable
BEFORE UPDATE ON agreements_textversion
WHEN OLD.state IN ('approved', 'withdrawn') AND NOT (
    OLD.state = 'approved' AND NEW.state = 'withdrawn'
    AND NEW.id IS OLD.id AND NEW.text_id IS OLD.text_id AND NEW.number IS OLD.number
    AND NEW.title IS OLD.title AND NEW.body IS OLD.body AND NEW.term_months IS OLD.term_months
    AND NEW.what_changed IS OLD.what_changed AND NEW.is_sample IS OLD.is_sample
    AND NEW.spec IS OLD.spec AND NEW.sha256 IS OLD.sha256 AND NEW.edited_by IS OLD.edited_by
    AND NEW.created_at IS OLD.created_at AND NEW.proposed_at IS OLD.proposed_at
    AND NEW.approved_at IS OLD.approved_at AND NEW.approved_by_id IS OLD.approved_by_id
)
BEGIN SELECT RAISE(ABORT, 'An approved agreement text never changes.'); END
"""
TEXT_POSTGRESQL = """
CREATE FUNCTION agreements_refuse_text_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'approved' AND NEW.state = 'withdrawn' AND
        (to_jsonb(NEW) - 'state' - 'withdrawn_at' - 'withdrawn_by_id')
        = (to_jsonb(OLD) - 'state' - 'withdrawn_at' - 'withdrawn_by_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'An approved agreement text never changes.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER agreements_text_is_immutable
BEFORE UPDATE ON agreements_textversion
FOR EACH ROW WHEN (OLD.state IN ('approved', 'withdrawn'))
EXECUTE FUNCTION agreements_refuse_text_change();
"""
SIGNATURE_SQLITE = """
CREATE TRIGGER agreements_signature_is_immutable
BEFORE UPDATE ON agreements_signature
BEGIN SELECT RAISE(ABORT, 'A signature never changes.'); END
"""
SIGNATURE_POSTGRESQL = """
CREATE FUNCTION agreements_refuse_signature_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A signature never changes.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER agreements_signature_is_immutable
BEFORE UPDATE ON agreements_signature
FOR EACH ROW EXECUTE FUNCTION agreements_refuse_signature_change();
"""
MADE = {
    "sqlite": (TEXT_SQLITE, SIGNATURE_SQLITE),
    "postgresql": (TEXT_POSTGRESQL, SIGNATURE_POSTGRESQL),
}
REMOVED = {
    "sqlite": (
        "DROP TRIGGER agreements_text_is_immutable",
        "DROP TRIGGER agreements_signature_is_immutable",
    ),
    "postgresql": (
        "DROP FUNCTION agreements_refuse_text_change() CASCADE",
        "DROP FUNCTION agreements_refuse_signature_change() CASCADE",
    ),
}


def add_triggers(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in MADE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove_triggers(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in REMOVED[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]
    operations = [migrations.RunPython(add_triggers, remove_triggers)]
