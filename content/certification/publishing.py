"""What Wagtail does at the end of a workflow: publish the latest revision, in the name of whoever decided."""

from __future__ import annotations

from typing import Any


def publish_workflow_state(workflow_state: Any, user: Any = None) -> None:
    """Publish what a workflow approved (setting WAGTAIL_FINISH_WORKFLOW_ACTION).

    A certified page needs its certificate and no other right: its signatory need not be one who publishes.
    """
    # Wagtail imports this module while its own models load, so nothing of them may be imported above.
    from content.certification.certified import CertifiedPage

    found: Any = workflow_state.content_object
    is_certified = isinstance(getattr(found, "specific", None), CertifiedPage)
    found.get_latest_revision().publish(user=user, skip_permission_checks=is_certified)
