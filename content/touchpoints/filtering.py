"""Choose lanes by address: `?lane=nurse&lane=app`, whatever else the query string holds."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from content.touchpoints.journey import Journey, Lane

PARAMETER = "lane"
EVERYBODY = "./"


@dataclass(frozen=True, slots=True)
class LaneLink:
    """A lane to choose or, when it is chosen, to leave out again."""

    lane: Lane
    chosen: bool
    address: str


def lane_links(journey: Journey) -> tuple[LaneLink, ...]:
    """Return a link for every lane that adds it to those chosen or takes it away, in order of the lanes."""
    chosen = {lane.key for lane in journey.chosen}
    return tuple(
        LaneLink(lane, lane.key in chosen, address_of(journey, chosen ^ {lane.key})) for lane in journey.lanes
    )


def address_of(journey: Journey, keys: set[str]) -> str:
    """Return the address, relative to the page's own, at which some lanes are chosen."""
    return query_of(journey, keys) or EVERYBODY


def query_of(journey: Journey, keys: set[str]) -> str:
    """Return the query string with its question mark for some lanes, "" for none."""
    pairs = [(PARAMETER, lane.key) for lane in journey.lanes if lane.key in keys]
    return f"?{urlencode(pairs)}" if pairs else ""
