"""What the timeline of a submission calls the events of its rows."""

from __future__ import annotations

from audit.trail import READ

WAITS_FOR_THE_SCAN = "File uploaded; it waits for the virus scan"
SENTENCES = {
    "draft.started": "Draft begun",
    "draft.begun_like": "Begun with the team’s answers of an earlier form",
    "draft.handed_over": "Draft handed over to a colleague",
    "draft.carried_over": "Draft carried over to a newer version",
    "draft.review_asked": "Asked to review answers that do not fit the newer version",
    "upload.stored": "File uploaded",
    "upload.clean": "File found clean by the virus scan",
    "upload.infected": "Virus found, so the file was destroyed",
    "upload.removed": "File removed and destroyed",
    "upload.purged": "Left-over file destroyed",
    "upload.sent": "File sent with the form",
    "submission.submitted": "Sent",
    "submission.submitter_notified": "Submitter told by e-mail how the deliveries ended",
    "submission.submitter_left": "Nobody told: the submitter has left the organisation",
    "document.created": "Document made",
    "document.rendered": "Document drawn",
    "document.failed": "Document could not be drawn",
    "document.sealed": "Document sealed",
    "delivery.created": "Delivery begun",
    "delivery.sent": "Delivery handed over",
    "delivery.acknowledged": "Arrival confirmed by the partner",
    "delivery.failed": "Delivery failed",
    "delivery.held": "Delivery held",
    "delivery.retrying": "A try failed; the system tries again",
    "delivery.retried": "Delivery tried again by hand",
    "delivery.released": "Held delivery released",
    "delivery.cancelled": "Delivery cancelled",
    "delivery.rerouted": "Delivery re-routed",
    "delivery.office_told": "Programme office told by e-mail",
    "delivery.destruction_confirmed": "Destruction of the first copy confirmed",
    "desk.assigned": "Assigned",
    "desk.tagged": "Tag added",
    "desk.untagged": "Tag removed",
    "desk.note_written": "Note written",
    READ: "Answers or document read",
}
