"""Let each agreement between the two stand until the next one begins, and undo that where none begins."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from agreements.events import SUBJECT, note
from agreements.evidence.keeping import retention_in_words, source_of_dates
from agreements.models import Agreement
from agreements.standing import in_force, last_day_of
from audit.models import AuditEvent

Stage = Agreement.Stage


def in_place(agreement: Agreement) -> None:
    """Record that an agreement is complete, and let it take its place between those before and after it.

    What was signed elsewhere is kept on record, and ends nothing that holds for longer.
    """
    note(
        "completed",
        agreement,
        effective_on=str(agreement.effective_on),
        expires_on=str(agreement.expires_on or ""),
        medium=agreement.medium,
        dates_from=source_of_dates(agreement),
        retention=retention_in_words(),
    )
    longer = _lasting_longer(agreement)
    if longer is None:
        take_place(agreement)
        return
    agreement.superseded_on = agreement.effective_on
    agreement.save(update_fields=["superseded_on"])
    note("superseded", agreement, by_agreement=longer.reference, on=str(agreement.effective_on))


def take_place(agreement: Agreement) -> None:
    """End what began before or with an agreement on its first day, and let it end when the next one begins.

    So the scan of an old paper never ends what was signed since.
    """
    others = _between(agreement).exclude(pk=agreement.pk)
    for other in others.filter(effective_on__lte=agreement.effective_on):
        _supersede(other, agreement)
    later = others.filter(_beginning(), effective_on__gt=agreement.effective_on).order_by("effective_on")
    if (following := later.first()) is not None:
        _supersede(agreement, following)


def undo_superseding(gone: Agreement) -> None:
    """Let what ended because of an agreement that is void or never begins stand until the next one there is."""
    between = _between(gone)
    for other in between.filter(superseded_on=gone.effective_on).exclude(pk=gone.pk):
        if not _superseded_by(other, gone):
            continue
        later = between.filter(_beginning(), effective_on__gt=other.effective_on).exclude(pk=other.pk)
        following = later.order_by("effective_on").first()
        other.superseded_on = following.effective_on if following else None
        other.save(update_fields=["superseded_on"])
        note(
            "superseding_undone",
            other,
            gone=gone.reference,
            by_agreement=following.reference if following else "",
            on=str(other.superseded_on or ""),
        )


def begins(agreement: Agreement) -> bool:
    """Say whether a complete agreement is in force for a day at least; `_beginning` selects the same rows.

    What is kept on record only is not, nor what ends before its first day.
    """
    first = agreement.effective_on
    ends = (agreement.superseded_on, agreement.terminates_on)
    return first is not None and all(end is None or end > first for end in ends)


def _beginning() -> Q:
    superseded = Q(superseded_on__isnull=True) | Q(superseded_on__gt=F("effective_on"))
    return superseded & (Q(terminates_on__isnull=True) | Q(terminates_on__gt=F("effective_on")))


def _between(agreement: Agreement) -> QuerySet[Agreement]:
    """Return all complete agreements between the two about the same; see `held_among_its_like`."""
    return Agreement.objects.filter(
        organisation_id=agreement.organisation_id,
        kind=agreement.kind,
        partner_id=agreement.partner_id,
        stage=Stage.COMPLETE,
    )


def _lasting_longer(agreement: Agreement) -> Agreement | None:
    """Return what was in force when one that was attested began, and ends later than that; None if nothing."""
    if agreement.medium == Agreement.Medium.ONLINE or agreement.effective_on is None:
        return None
    last = last_day_of(agreement) or date.max
    held_then = _between(agreement).exclude(pk=agreement.pk).filter(in_force(agreement.effective_on))
    return next((one for one in held_then if (last_day_of(one) or date.max) > last), None)


def _supersede(older: Agreement, newer: Agreement) -> None:
    """End an agreement on the first day of another, unless it is superseded sooner."""
    if newer.effective_on is None or (older.superseded_on and older.superseded_on <= newer.effective_on):
        return
    older.superseded_on = newer.effective_on
    older.save(update_fields=["superseded_on"])
    note("superseded", older, by_agreement=newer.reference, on=str(newer.effective_on))


def _superseded_by(older: Agreement, newer: Agreement) -> bool:
    events = AuditEvent.objects.filter(
        subject_type=SUBJECT,
        subject_id=str(older.pk),
        action__in=["agreement.superseded", "agreement.superseding_undone"],
    )
    last = events.order_by("-sequence").first()
    return last is not None and last.detail.get("by_agreement") == newer.reference
