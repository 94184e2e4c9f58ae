from __future__ import annotations

from django.db import migrations, models


def name_records(apps, schema_editor):
    """Say of every change by type and key which record it is of."""
    change = apps.get_model("labelling", "RecordChange")
    for model, field in (("programme.product", "product_id"), ("programme.safetyrecord", "safety_record_id")):
        found = change.objects.filter(**{f"{field}__isnull": False})
        found.update(record_type=model, record_id=models.F(field))


def point_to_records(apps, schema_editor):
    """Point again to products and safety records; changes of any other record are of no use before."""
    change = apps.get_model("labelling", "RecordChange")
    for model, field in (("programme.product", "product_id"), ("programme.safetyrecord", "safety_record_id")):
        change.objects.filter(record_type=model).update(**{field: models.F("record_id")})
    change.objects.filter(product=None, safety_record=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("labelling", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="recordchange",
            name="record_type",
            field=models.CharField(
                default="",
                help_text="The record's model, for example programme.product.",
                max_length=60,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="recordchange",
            name="record_id",
            field=models.UUIDField(null=True),
        ),
        migrations.RemoveConstraint(model_name="recordchange", name="labelling_change_is_of_one_record"),
        migrations.RunPython(name_records, point_to_records),
        migrations.RemoveField(model_name="recordchange", name="product"),
        migrations.RemoveField(model_name="recordchange", name="safety_record"),
        migrations.AlterField(
            model_name="recordchange",
            name="record_id",
            field=models.UUIDField(),
        ),
        migrations.AddIndex(
            model_name="recordchange",
            index=models.Index(fields=["record_type", "record_id"], name="labelling_changes_of_record"),
        ),
    ]
