import json

from django.db import migrations
from django.utils.text import slugify

WORDS_OF_LANES = 40


def give_live_pages_their_codes(apps, schema_editor):
    """Let every live page keep its job code; of several with the same, the first one."""
    programmes = apps.get_model("programme", "Programme").objects.select_related("site__root_page")
    by_root = {one.site.root_page.path: one.pk for one in programmes}
    codes = apps.get_model("content_job_codes", "JobCode").objects
    for model in apps.get_app_config("content").get_models():
        if not hasattr(model, "job_code"):
            continue
        for page in model.objects.filter(live=True).exclude(job_code="").order_by("pk"):
            root = next((path for path in by_root if page.path.startswith(path)), None)
            if root is not None:
                codes.get_or_create(
                    programme_id=by_root[root],
                    normalised=" ".join(page.job_code.upper().split()),
                    defaults={
                        "code": page.job_code,
                        "holder_type": "wagtailcore.page",
                        "holder_id": str(page.pk),
                    },
                )


def name_lanes(apps, schema_editor):
    """Make a lane of everybody whom the steps of a page named; who was named first acts."""
    for page in apps.get_model("content", "TouchpointsPage").objects.all():
        lanes, phases = converted(page.phases.raw_data)
        page.lanes, page.phases = json.dumps(lanes), json.dumps(phases)
        page.save(update_fields=["lanes", "phases"])
    revisions = apps.get_model("wagtailcore", "Revision").objects
    for revision in revisions.filter(
        content_type__app_label="content", content_type__model="touchpointspage"
    ):
        lanes, phases = converted(json.loads(revision.content.get("phases") or "[]"))
        revision.content.update(lanes=json.dumps(lanes), phases=json.dumps(phases), months_each=3)
        revision.save(update_fields=["content"])


def converted(phases):
    """Return the lanes of a page's phases, and the phases with lanes in place of names."""
    labels = {}
    for phase in phases:
        for step in values_of(phase["value"].get("steps", [])):
            named = [str(name) for name in values_of(step.pop("who", [])) if name]
            keys = list(dict.fromkeys(key_of(name) for name in named))
            labels.update((key_of(name), name) for name in named if key_of(name) not in labels)
            step.update(acts=keys[0] if keys else "", involves=keys[1:], week_from=None, week_to=None)
            step.update(rhythm="none", service="")
    lanes = [
        {
            "type": "lane",
            "value": {"key": key, "label": label[:WORDS_OF_LANES], "icon": "people", "service": ""},
        }
        for key, label in labels.items()
    ]
    return lanes, list(phases)


def values_of(items):
    """Return the values of a list block, with or without identifiers."""
    return [item["value"] if isinstance(item, dict) and "value" in item else item for item in items]


def key_of(name):
    """Return a key made of a name."""
    return (slugify(name).lstrip("0123456789-_") or "somebody").replace("_", "-")[:20].strip("-")


class Migration(migrations.Migration):
    dependencies = [
        ("content_job_codes", "0001_initial"),
        ("content", "0003_pages_and_blocks"),
    ]

    operations = [
        migrations.RunPython(give_live_pages_their_codes, migrations.RunPython.noop),
        migrations.RunPython(name_lanes, migrations.RunPython.noop),
    ]
