from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("form_submissions", "0003_order_of_the_desk"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="review_asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
