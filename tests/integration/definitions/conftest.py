from __future__ import annotations

import pytest

from forms.definitions.services import ensure_groups, save_draft
from tests import builders
from tests.integration.definitions.publishing import published, reworded, shared_with_more
from tests.two_approvers import a_second_approver
from tests.unit.definitions_compile import examples


@pytest.fixture(autouse=True)
def example_kind():
    examples.register_example_kind()
    yield
    examples.forget_example_kind()


@pytest.fixture
def groups(db):
    return ensure_groups()


def somebody(name, group):
    user = builders.a_user(email=f"{name.lower()}@example.invalid", name=name, is_staff=True)
    user.groups.add(group)
    return user


@pytest.fixture
def editor(groups):
    return somebody("Edith", groups[0])


@pytest.fixture
def second_editor(groups):
    return somebody("Edwin", groups[0])


@pytest.fixture
def approver(groups):
    return somebody("April", groups[1])


@pytest.fixture
def a_saved_form(programme, editor, now):
    """A form that would compile, drawn up by Edith; its latest revision is what she saved."""
    form = examples.a_form(programme=programme)
    save_draft(form=form, by=editor, now=now)
    return form


@pytest.fixture
def second_approver(db):
    return a_second_approver()


@pytest.fixture
def a_changed_form(a_saved_form, editor, approver, now):
    """A live form of which Edith reworded a question since: nothing critical."""
    published(a_saved_form, approver, now)
    return reworded(a_saved_form, editor, now)


@pytest.fixture
def a_critical_draft(a_saved_form, editor, approver, now):
    published(a_saved_form, approver, now)
    return shared_with_more(a_saved_form, editor, now)
