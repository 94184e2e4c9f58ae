"""Compare every complete agreement with what the audit chain says about it, and tell the first that differs.

The chain is verified on its own (`verify_audit`): what its events recorded is the measure here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from agreements.events import SUBJECT
from agreements.models import Agreement, Signature, TextVersion
from agreements.presenting.content import sha256_of_json
from agreements.services.downloads import stored_scan
from agreements.signing.models import Party
from agreements.texts.spec import from_json, sha256_of
from audit.models import AuditEvent
from forms.documents.services import NotRendered, StoredPdfChanged, read_pdf
from forms.documents.storage import NotStored
from vault.envelope import SealBroken

CHUNK = 100
PREFIX = "agreement."
HASHES = ("text_sha256", "presented_sha256", "page_sha256", "pdf_sha256", "evidence_sha256")
SIGNED = {Party.ORGANISATION: "signed", Party.COUNTERPARTY: "countersigned"}
MEASURES = (
    "put_out", "signed", "countersigned", "sealed", "attested", "completed",
    "termination_requested", "to_be_replaced", "repapering_called_off", "superseded", "superseding_undone",
    "voided",
)  # fmt: skip
STAGES_AFTER = (Agreement.Stage.COMPLETE, Agreement.Stage.VOIDED)

T = TypeVar("T")

# The last event of each kind about an agreement.
Events = dict[str, AuditEvent]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many agreements hold, and the first that does not in words, if any."""

    agreements: int
    fault: str = ""

    @property
    def holds(self) -> bool:
        return not self.fault


def verify_records() -> Verdict:
    """Compare all complete agreements, in bounded memory; stop at the first that does not hold."""
    gone = next(_gone(), "")
    if gone:
        return Verdict(0, gone)
    held, texts = 0, dict[Any, bool]()
    complete = Agreement.objects.filter(stage=Agreement.Stage.COMPLETE).order_by("pk")
    for ids in _chunks(complete.values_list("pk", flat=True).iterator(chunk_size=CHUNK)):
        events = _events_of(ids)
        rows = (
            Agreement.objects.filter(pk__in=ids).select_related("sealed_copy").prefetch_related("signatures")
        )
        for agreement in rows.order_by("pk"):
            fault = next(_faults(agreement, events.get(str(agreement.pk), {}), texts), "")
            if fault:
                return Verdict(held, f"{agreement.reference}: {fault}")
            held += 1
    return Verdict(held)


def _chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(rows)
    while some := list(islice(rest, CHUNK)):
        yield some


def _gone() -> Iterator[str]:
    """Yield what the chain says was completed and is not there, or no longer complete."""
    completed = AuditEvent.objects.filter(subject_type=SUBJECT, action=f"{PREFIX}completed").order_by(
        "sequence"
    )
    rows = completed.values_list("subject_id", "detail").iterator(chunk_size=CHUNK)
    for some in _chunks(rows):
        there = Agreement.objects.filter(pk__in=[pk for pk, _ in some], stage__in=STAGES_AFTER)
        found = {str(pk) for pk in there.values_list("pk", flat=True)}
        for pk, detail in some:
            if pk not in found:
                yield f"{detail.get('reference', pk)}: it was completed and is gone or set back."


def _events_of(ids: Iterable[Any]) -> dict[str, Events]:
    wanted = AuditEvent.objects.filter(
        subject_type=SUBJECT,
        subject_id__in=[str(pk) for pk in ids],
        action__in=[PREFIX + name for name in MEASURES],
    )
    found = dict[str, Events]()
    for event in wanted.order_by("sequence"):
        name = event.action.removeprefix(PREFIX)
        found.setdefault(event.subject_id, {})[name] = event
        if name == "repapering_called_off":
            found[event.subject_id].pop("to_be_replaced", None)
        if name == "superseding_undone":
            # It names the day on which the next one takes over, or none.
            found[event.subject_id]["superseded"] = event
    return found


def _faults(agreement: Agreement, events: Events, texts: dict[Any, bool]) -> Iterator[str]:
    yield from _between(agreement, events)
    yield from _dates(agreement, events)
    if agreement.medium == Agreement.Medium.ONLINE:
        yield from _text(agreement, events, texts)
        yield from _signatures(agreement, events)
        yield from _sealed(agreement, events)
    else:
        yield from _attested(agreement, events)


def _between(agreement: Agreement, events: Events) -> Iterator[str]:
    """Yield where an event was recorded between others or about something else: the gate goes by these."""
    for event in events.values():
        for what, own, recorded in (
            ("its programme", agreement.programme_id, event.programme),
            ("its organisation", agreement.organisation_id, event.organisation),
            ("its counterparty", agreement.partner_id, event.detail.get("partner")),
            ("its kind", agreement.kind, event.detail.get("kind")),
        ):
            if str(own) != recorded:
                yield f"{what} is not the one that was recorded."
    if "voided" in events:
        yield "it was voided and is set back."


def _dates(agreement: Agreement, events: Events) -> Iterator[str]:
    if "completed" not in events:
        yield "no event says that it was completed."
        return
    completed = events["completed"].detail
    ended = _detail(events, "termination_requested").get("terminates_on", "")
    replaced = _detail(events, "to_be_replaced").get("replace_by", "")
    superseded = _detail(events, "superseded").get("on", "")
    for what, day, recorded in (
        ("its first day", agreement.effective_on, completed["effective_on"]),
        ("its last day", agreement.expires_on, completed["expires_on"]),
        ("its termination", agreement.terminates_on, ended),
        ("the day by which it is signed anew", agreement.replace_by, replaced),
        ("the day from which it is superseded", agreement.superseded_on, superseded),
    ):
        if _iso(day) != recorded:
            yield f"{what} is not the one that was recorded."
    if completed["medium"] != agreement.medium:
        yield "it was not signed as it says."


def _text(agreement: Agreement, events: Events, texts: dict[Any, bool]) -> Iterator[str]:
    put_out, text = _detail(events, "put_out"), agreement.text_version_id
    if text is None:
        yield "it stands on no text."
        return
    if text not in texts:
        texts[text] = _text_holds(text)
    if not texts[text]:
        yield "the text that it stands on was changed."
    version = TextVersion.objects.filter(pk=text).values_list("sha256", flat=True).first()
    if version != put_out.get("text_sha256"):
        yield "it stands on another text than the one that was put out."
    try:
        presented = sha256_of_json(agreement.presented)
    except SealBroken:
        presented = ""
    if not presented == agreement.presented_sha256 == put_out.get("presented_sha256"):
        yield "what the parties read was changed."


def _text_holds(text_id: Any) -> bool:
    version = TextVersion.objects.filter(pk=text_id).first()
    return version is not None and sha256_of(from_json(version.spec)) == version.sha256


def _signatures(agreement: Agreement, events: Events) -> Iterator[str]:
    kept = {Party(one.party): one for one in agreement.signatures.all()}
    for party, action in SIGNED.items():
        signature = kept.get(party)
        event = events.get(action)
        if signature is None or event is None:
            yield f"a signature is missing ({party.label.lower()})."
        elif not _signature_holds(signature, event):
            yield f"a signature was changed ({party.label.lower()})."


def _signature_holds(signature: Signature, event: AuditEvent) -> bool:
    try:
        evidence = sha256_of_json(signature.evidence)
    except SealBroken:
        return False
    detail = event.detail
    own = (str(signature.pk), str(signature.person_id), signature.signed_at, evidence)
    recorded = (detail.get("signature"), event.actor, event.at, detail.get("evidence_sha256"))
    return own == recorded and all(getattr(signature, name) == detail.get(name) for name in HASHES)


def _sealed(agreement: Agreement, events: Events) -> Iterator[str]:
    document = agreement.sealed_copy
    if document is None or document.sha256 != _detail(events, "sealed").get("sha256"):
        yield "its sealed document is not the one that was recorded."
        return
    try:
        read_pdf(document)
    except (NotRendered, NotStored, SealBroken, StoredPdfChanged):
        yield "its sealed document is gone or was changed."


def _attested(agreement: Agreement, events: Events) -> Iterator[str]:
    detail = _detail(events, "attested")
    if agreement.scan_sha256 != detail.get("scan_sha256", ""):
        yield "its scan is not the one that was attested."
    if _iso(agreement.signed_on) != detail.get("signed_on", ""):
        yield "the day of its last signature is not the one that was attested."
    if agreement.medium == Agreement.Medium.PAPER:
        try:
            stored_scan(agreement)
        except (NotStored, SealBroken, StoredPdfChanged):
            yield "its scan is gone or was changed."


def _detail(events: Events, action: str) -> dict[str, Any]:
    return events[action].detail if action in events else {}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
