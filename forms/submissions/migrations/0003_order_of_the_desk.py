from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("form_submissions", "0002_visitors"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                fields=["programme", "submitted_at", "id", "form_version"], name="submissions_of_programme"
            ),
        ),
    ]
