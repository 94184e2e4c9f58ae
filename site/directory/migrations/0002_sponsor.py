from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="partner",
            name="role",
            field=models.CharField(
                choices=[
                    ("nurse", "Nurse service"),
                    ("homecare", "Homecare provider"),
                    ("app", "App service"),
                    ("sponsor", "Sponsor"),
                ],
                max_length=20,
            ),
        ),
    ]
