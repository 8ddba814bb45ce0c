"""What a case is called is found however it is typed."""

import pytest

from services.workflow.numbers import asked_numbers, folded_number, numbers_of
from services.workflow.opening import Opening, open_case
from shared.organisation import Organisation
from tests.support.submissions import MOMENT, submission


@pytest.mark.parametrize(
    "text",
    [
        "SN 2026-00047",
        "Dnr SN 2026-00047",
        "dnr: sn2026-00047",
        "Diarienummer  SN 2026\N{EN DASH}00047 ",
        "SN\N{NO-BREAK SPACE}2026-00047",
    ],
)
def test_case_spaces_dashes_and_dnr_do_not_matter(text: str) -> None:
    assert folded_number(text) == "sn2026-00047"


@pytest.mark.parametrize("text", ["3.5.1-00047/2026", "ÄRENDE 4711", "Dnrakt 7"])
def test_what_else_stands_there_does(text: str) -> None:
    assert folded_number(text) == text.casefold().replace(" ", "")


def test_a_case_is_found_by_every_number_it_has(organisation: Organisation) -> None:
    event = submission(channel="ivo")
    content = event.content.model_copy(update={"external_reference": "Dnr 3.5.1-00047/2026"})
    opening = Opening(event.model_copy(update={"content": content}))
    case = open_case(opening, 2026, 47, organisation, MOMENT).case

    assert numbers_of(case) == (
        "sn2026-00047",
        event.facts.reference.casefold(),
        "3.5.1-00047/2026",
    )
    assert case.to_bson()["numbers"] == list(case.numbers)


def test_a_boards_number_may_be_asked_for_as_people_write_it(organisation: Organisation) -> None:
    sn, von = organisation.known_board("sn"), organisation.known_board("von")
    assert "sn2026-00047" in asked_numbers("dnr 2026-47", [sn])
    assert "sn2026-00047" in asked_numbers("sn2026/47", [sn, von])
    assert asked_numbers("AN 2026-47", [sn]) == ("an2026-47",)
    assert asked_numbers("   ", [sn]) == ()
