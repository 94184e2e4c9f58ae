from __future__ import annotations

from hypothesis import given, strategies as st

from content.touchpoints.filtering import lane_links
from content.touchpoints.journey import Part, filtered
from tests.unit.content_touchpoints.journeys import APP, NURSE, PATIENT, a_journey, a_step

JOURNEY = a_journey(
    a_step("Nurse and patient"),
    a_step("Patient", Part(PATIENT, acts=True)),
    a_step("App", Part(APP, acts=True)),
)


def shown(keys: list[str]) -> list[str]:
    return [step.title for step in filtered(JOURNEY, keys).steps if not step.hidden]


def test_without_a_choice_everything_is_shown() -> None:
    assert shown([]) == ["Nurse and patient", "Patient", "App"]
    assert filtered(JOURNEY, []).said == "All 3 touchpoints"


def test_a_lane_shows_what_it_does_and_what_it_takes_part_in() -> None:
    assert shown(["patient"]) == ["Nurse and patient", "Patient"]
    assert shown(["nurse"]) == ["Nurse and patient"]


def test_several_lanes_show_what_any_of_them_takes_part_in() -> None:
    assert shown(["app", "nurse"]) == ["Nurse and patient", "App"]
    assert filtered(JOURNEY, ["app", "nurse"]).said == "2 of 3 touchpoints: Nurse service, App"


def test_a_phase_of_which_nothing_is_left_is_hidden() -> None:
    journey = a_journey(a_step("Patient", Part(PATIENT, acts=True)))

    assert filtered(journey, ["nurse"]).phases[0].hidden
    assert not filtered(journey, ["patient"]).phases[0].hidden


@given(st.lists(st.text(max_size=12)))
def test_unknown_lanes_count_for_nothing(keys: list[str]) -> None:
    known = {PATIENT.key, NURSE.key, APP.key}

    assert shown(keys) == shown([key for key in keys if key in known])


def test_each_link_adds_its_lane_or_takes_it_away() -> None:
    links = {link.lane.key: link for link in lane_links(filtered(JOURNEY, ["nurse"]))}

    assert links["patient"].address == "?lane=patient&lane=nurse"
    assert links["app"].address == "?lane=nurse&lane=app"
    assert (links["nurse"].address, links["nurse"].chosen) == ("./", True)


@given(st.sets(st.sampled_from(["patient", "nurse", "app"])))
def test_a_filter_only_hides(keys: set[str]) -> None:
    assert [step.title for step in filtered(JOURNEY, keys).steps] == [step.title for step in JOURNEY.steps]
