from django.db import migrations, models

ICONS = [
    ("app", "App"),
    ("calendar", "Calendar"),
    ("chat", "Conversation"),
    ("checklist", "Checklist"),
    ("delivery", "Delivery"),
    ("document", "Document"),
    ("home", "Home"),
    ("news", "News"),
    ("nurse", "Nurse"),
    ("path", "Path"),
    ("pen", "Injection pen"),
    ("people", "People"),
    ("phone", "Phone"),
    ("question", "Question"),
    ("shield", "Safety"),
    ("sign", "Signature"),
]
CLASSES = [
    ("package_deal", "Package deal"),
    ("patient_support_programme", "Patient support programme"),
]


def take_over_from_the_overview(apps, schema_editor):
    """Let each service page, and each draft of it, say what it showed of the overview above it."""
    overviews = list(apps.get_model("content", "ProgrammePage").objects.order_by("-depth"))
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="content", content_type__model="servicepage"
    )
    for page in apps.get_model("content", "ServicePage").objects.all():
        overview = next((one for one in overviews if page.path.startswith(one.path)), None)
        shown = facts_of(overview, page.service) if overview is not None else None
        if shown is None:
            continue
        for name, value in shown.items():
            setattr(page, name, value)
        page.save(update_fields=list(shown))
        for revision in revisions.filter(object_id=str(page.pk)):
            revision.content.update(shown)
            revision.save(update_fields=["content"])


def facts_of(overview, role):
    """Return what an overview says of the part that a service provides, or None."""
    for part in overview.parts.raw_data:
        value = part["value"]
        if value.get("role") == role:
            return {name: value.get(name) or "" for name in ("icon", "part_class", "class_note")}
    return None


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0004_convert_pages"),
    ]

    operations = [
        migrations.AddField(
            model_name="servicepage",
            name="class_note",
            field=models.CharField(blank=True, help_text="For example: with nurse services.", max_length=120),
        ),
        migrations.AddField(
            model_name="servicepage",
            name="icon",
            field=models.CharField(blank=True, choices=ICONS, max_length=20),
        ),
        migrations.AddField(
            model_name="servicepage",
            name="part_class",
            field=models.CharField(
                blank=True,
                choices=CLASSES,
                help_text="The overview of the programme says the same of this part: change both.",
                max_length=40,
                verbose_name="class",
            ),
        ),
        migrations.RunPython(take_over_from_the_overview, migrations.RunPython.noop),
    ]
