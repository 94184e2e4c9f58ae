import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_public_listing"),
    ]

    operations = [
        migrations.AddField(
            model_name="partner",
            name="company_number",
            field=models.CharField(
                blank=True,
                help_text="As registered at Companies House, for example 01234567. Agreements print it.",
                max_length=8,
                validators=[
                    django.core.validators.RegexValidator(
                        "^([0-9]{8}|[A-Z][A-Z0-9][0-9]{6})$",
                        "Use the eight characters of the Companies House register.",
                    )
                ],
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="registered_office",
            field=models.CharField(
                blank=True, help_text="The address in one line. Agreements print it.", max_length=300
            ),
        ),
    ]
