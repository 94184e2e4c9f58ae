"""What recurs on this floor."""

from __future__ import annotations

from datetime import datetime, timedelta

from forms.routing.jobs import periodic
from forms.trials.services import erase_old_trials


@periodic("trials.erase", every=timedelta(hours=1), title="Erase trials of forms that are a day old")
def erase(now: datetime) -> str:
    return f"{erase_old_trials(now)} trials erased"
