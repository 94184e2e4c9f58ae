"""What an editor changed between two versions of a form, in words, and whether it takes a second approval."""

from forms.definitions.changes.change import Change, changes_from_json, changes_to_json, is_critical
from forms.definitions.changes.comparing import compare

__all__ = ["Change", "changes_from_json", "changes_to_json", "compare", "is_critical"]
