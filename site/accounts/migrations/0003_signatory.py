from django.db import migrations, models

ROLES = [
    ("member", "Member"),
    ("lead", "Lead"),
    ("signatory", "Signatory (agreements only)"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_membership"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(choices=ROLES, default="member", max_length=10),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(choices=ROLES, default="member", max_length=10),
        ),
    ]
