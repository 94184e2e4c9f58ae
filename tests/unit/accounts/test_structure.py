"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey

from accounts.permissions import Scope

BASE = Path(__file__).parents[3]
OURS = ("content", "agreements", "forms", "site")
SCREENS = ("views", "viewsets", "wagtail_hooks", "files", "admin", "panels", "middleware")
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# Highest first, as import-linter has them.
FLOORS = [
    "content", "agreements", "forms.desk", "forms.general", "forms.registration", "forms.trials", "forms.building",
    "forms.submissions", "forms.routing", "forms.documents", "forms.uploads", "forms.definitions",
    "accounts", "directory", "approvals", "programme", "audit", "vault",
]  # fmt: skip


def sources() -> Iterator[Path]:
    for folder in OURS:
        for path in sorted((BASE / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def is_screen(path: Path) -> bool:
    return any(part.removesuffix(".py").endswith(SCREENS) for part in path.relative_to(BASE).parts)


def patient_data_models() -> set[str]:
    return {
        model.__name__
        for model in apps.get_models()
        if isinstance(getattr(model, "patient_data_scope", None), Scope)
    }


def namesakes(tree: ast.Module, models_: set[str]) -> set[str]:
    """Return those names that a module imports for something that holds no patient data."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if (alias.asname or alias.name) in models_
        and getattr(getattr(import_module(node.module), alias.name), "patient_data_scope", None) is None
    }


def reached_past_the_rules(source: str, models_: set[str]) -> list[str]:
    """Return each `Model.objects` and each lookup by shortcut of a patient-data model."""
    tree = ast.parse(source)
    models_ = models_ - namesakes(tree, models_)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and _name(node.value) in models_:
            found.append(f"line {node.lineno}: {_name(node.value)}.{node.attr}")
        if (
            isinstance(node, ast.Call)
            and _name(node.func) in {"get_object_or_404", "get_list_or_404"}
            and node.args
            and _name(node.args[0]) in models_
        ):
            found.append(f"line {node.lineno}: {_name(node.func)}({_name(node.args[0])})")
    return found


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def test_screens_reach_patient_data_only_through_visible_to():
    models_ = patient_data_models()
    assert {"Draft", "Submission", "Document", "Delivery"} <= models_

    broken = {
        str(path.relative_to(BASE)): found
        for path in sources()
        if is_screen(path) and (found := reached_past_the_rules(path.read_text(), models_))
    }

    assert broken == {}


@pytest.mark.parametrize(
    "planted",
    [
        "Submission.objects.get(pk=1)",
        "models.Submission._default_manager.all()",
        "get_object_or_404(Submission, pk=1)",
        "shortcuts.get_object_or_404(models.Submission, pk=1)",
        "from forms.submissions.models import Submission; Submission.objects.get(pk=1)",
    ],
)
def test_a_screen_that_goes_past_the_rules_is_found(planted):
    assert reached_past_the_rules(planted, {"Submission"})


def test_going_through_the_rules_is_no_finding():
    allowed = "visible_to(person, Submission).get(pk=1); get_object_or_404(visible_to(p, Submission))"

    assert reached_past_the_rules(allowed, {"Submission"}) == []


def test_a_record_without_patient_data_is_no_finding_whatever_its_name():
    both = "from {}.models import Document; Document.objects.get(pk=1)"

    assert reached_past_the_rules(both.format("content.library"), {"Document"}) == []
    assert reached_past_the_rules(both.format("forms.documents"), {"Document"})


def floor_of(path: Path) -> int | None:
    parts = path.relative_to(BASE).parts
    name = parts[1] if parts[0] == "site" else ".".join(parts[:2]) if parts[0] == "forms" else parts[0]
    return FLOORS.index(name) if name in FLOORS else None


def upward_strings(source: str, floor: int, labels: dict[str, int]) -> list[str]:
    """Return each string such as "app.Model" that names a model of a higher floor, and each get_model."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "get_model":
            found.append(f"line {node.lineno}: get_model")
        if not isinstance(node, ast.Call) or not _name(node.func).endswith(("ForeignKey", "Field")):
            continue
        for value in [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "to")]:
            text = value.value if isinstance(value, ast.Constant) else None
            label = text.partition(".")[0] if isinstance(text, str) and text.count(".") == 1 else ""
            if labels.get(label, floor) < floor:
                found.append(f"line {node.lineno}: {text}")
    return found


def labels() -> dict[str, int]:
    return {
        config.label: FLOORS.index(config.name) for config in apps.get_app_configs() if config.name in FLOORS
    }


def test_no_floor_points_upward_by_string_or_registry():
    broken = {
        str(path.relative_to(BASE)): found
        for path in sources()
        if (floor := floor_of(path)) is not None
        and (found := upward_strings(path.read_text(), floor, labels()))
    }

    assert broken == {}


@pytest.mark.parametrize(
    "planted",
    [
        'models.ForeignKey("form_submissions.Submission", on_delete=models.PROTECT)',
        'models.OneToOneField(to="form_submissions.Submission", on_delete=models.PROTECT)',
        'apps.get_model("form_submissions", "Submission")',
    ],
)
def test_a_planted_upward_pointer_is_found(planted):
    floors = {"form_submissions": 3, "directory": 8}

    assert upward_strings(planted, floor=8, labels=floors)
    assert not upward_strings('models.ForeignKey("directory.Partner")', floor=3, labels=floors)


def test_every_floor_is_an_installed_app_with_an_explicit_label():
    configs = {config.name: config for config in apps.get_app_configs()}

    for name in FLOORS:
        assert "label" in vars(type(configs[name])), f"{name} leaves its label to chance"
    assert len({config.label for config in configs.values()}) == len(configs)


def test_site_is_no_package():
    """The standard library owns `site`: an __init__.py there breaks debuggers and frozen modules."""
    assert not (BASE / "site" / "__init__.py").exists()


def test_no_foreign_key_to_a_person_or_page_cascades():
    ours = {config.label for config in apps.get_app_configs() if config.name in FLOORS}
    cascading = [
        str(field)
        for model in apps.get_models(include_auto_created=False)
        if model._meta.app_label in ours
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.CASCADE
        and field.related_model._meta.label in {"accounts.User", "wagtailcore.Page"}
        and not field.remote_field.parent_link
        # Tags are a part of their page, as its fields are.
        and not isinstance(field, ParentalKey)
    ]

    assert cascading == []
