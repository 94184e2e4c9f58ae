"""Read the journey out of a page's blocks; what an editor named wrongly is left out, not broken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from content.touchpoints.journey import Journey, Lane, Part, Phase, Step, placed
from content.touchpoints.rhythms import Rhythm
from forms.registration.calendar import Schedule
from programme.models import Service


def journey_from(
    lanes: Iterable[Any],
    phases: Iterable[Any],
    *,
    services: Mapping[str, Service],
    schedule: Schedule | None,
    months_each: int,
) -> Journey:
    """Return the journey in stream values of lanes and phases, each step in its place on the time scale."""
    found = tuple(_lane(block.value, number, services) for number, block in enumerate(lanes, start=1))
    by_key = {lane.key: lane for lane in found}
    read = (_phase(block.value, number, by_key, services) for number, block in enumerate(phases, start=1))
    return Journey(found, placed(read, schedule=schedule, months_each=months_each))


def unknown_lanes(lanes: Iterable[Any], phases: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Yield the title of each step that names a lane which there is not, with that name."""
    keys = {block.value["key"] for block in lanes}
    for phase in phases:
        for step in phase.value["steps"]:
            yield from ((step["title"], key) for key in _keys(step) if key not in keys)


def _lane(value: Any, number: int, services: Mapping[str, Service]) -> Lane:
    in_development = _in_development(value["service"], services)
    return Lane(value["key"], value["label"], value["icon"], number, in_development)


def _phase(value: Any, number: int, lanes: Mapping[str, Lane], services: Mapping[str, Service]) -> Phase:
    steps = tuple(
        _step(step, f"touchpoint-{number}-{place}", lanes, services)
        for place, step in enumerate(value["steps"], start=1)
    )
    return Phase(value["title"], value["when"], steps, value["week_from"], value["week_to"])


def _step(value: Any, anchor: str, lanes: Mapping[str, Lane], services: Mapping[str, Service]) -> Step:
    parts = {key: Part(lanes[key], acts=key == value["acts"]) for key in _keys(value) if key in lanes}
    return Step(
        anchor=anchor,
        title=value["title"],
        note=value["text"],
        channel=value["channel"],
        parts=tuple(sorted(parts.values(), key=lambda part: part.lane.number)),
        first=value["week_from"],
        last=value["week_to"],
        rhythm=Rhythm(value["rhythm"] or Rhythm.NONE),
        optional=bool(value["optional"]),
        in_development=_in_development(value["service"], services),
    )


def _keys(step: Any) -> list[str]:
    return [key for key in (step["acts"], *(step["involves"] or [])) if key]


def _in_development(key: str, services: Mapping[str, Service]) -> bool:
    service = services.get(key) if key else None
    return service is not None and not service.available
