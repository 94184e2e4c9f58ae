from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="approval", name="approval_decided_has_person_and_time"),
        migrations.AlterField(
            model_name="approval",
            name="state",
            field=models.CharField(
                choices=[
                    ("requested", "Waiting for a decision"),
                    ("approved", "Approved"),
                    ("rejected", "Sent back"),
                    ("withdrawn", "No longer needed"),
                ],
                default="requested",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=Q(state="requested", decided_by_id__isnull=True, decided_at__isnull=True)
                | Q(state__in=["approved", "rejected"], decided_by_id__isnull=False, decided_at__isnull=False)
                | Q(state="withdrawn", decided_by_id__isnull=True, decided_at__isnull=False),
                name="approval_decided_has_person_and_time",
            ),
        ),
    ]
