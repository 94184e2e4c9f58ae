from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("form_registration", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="restrictedtask",
            name="registration_one_task_per_match",
        ),
        migrations.RenameField(
            model_name="restrictedtask",
            old_name="other_reference",
            new_name="other_references",
        ),
        migrations.AlterField(
            model_name="restrictedtask",
            name="other_references",
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="restrictedtask",
            constraint=models.UniqueConstraint(
                fields=("kind", "submission_id"), name="registration_one_task_per_kind"
            ),
        ),
    ]
