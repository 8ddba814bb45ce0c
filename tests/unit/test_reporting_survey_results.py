"""Answers as numbers, and lists of others' results: what is wrong is told by row and column."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.survey_results.answers import (
    CHOICES,
    content_share,
    results,
    table_of_answers,
)
from services.reporting.survey_results.national import Fault, ListFaulty, NationalAnswer, read_list
from services.reporting.surveys import SurveyAnswer
from shared.organisation import Organisation
from tests.support.counted_cases import counted_case, table

CASES = {unit: counted_case(board="von", unit=unit) for unit in ("north", "south")}
FACTS = table(*CASES.values())


def answers(unit: str, *steps: int) -> list[SurveyAnswer]:
    return [
        SurveyAnswer(
            id=f"{unit}-{number}-{step}",
            case_id=CASES[unit].id,
            survey="after-closing.v1",
            answers={"treatment": step},
            answered_on=date(2026, 3, 2),
        )
        for number, step in enumerate(steps)
    ]


def test_a_question_has_its_answers_mean_and_content_part() -> None:
    frame = table_of_answers(answers("north", *[5] * 10, *[1] * 10, *[0] * 5), FACTS)

    (found,) = results(frame)

    assert found.answers == 25
    assert found.by_choice == {1: 10, 2: 0, 3: 0, 4: 0, 5: 10, 0: 5}
    assert (found.mean, found.content) == (3.0, 0.5)
    assert content_share(frame, "treatment") == (10, 20)


def test_a_few_answers_are_not_told() -> None:
    (found,) = results(table_of_answers(answers("north", 5, 5, 1), FACTS))

    assert found.answers is None
    assert (found.mean, found.content) == (None, None)


def test_answers_of_each_unit_and_of_cases_no_longer_counted() -> None:
    unknown = answers("south", *[4] * 6)
    lost = [each.model_copy(update={"case_id": "gone", "id": f"x{each.id}"}) for each in unknown]

    found = results(table_of_answers([*answers("north", *[5] * 7), *lost], FACTS), "unit")

    assert [(each.group, each.answers) for each in found] == [("north", 7), (None, 6)]


@given(
    numbers=st.lists(st.lists(st.integers(0, 7), min_size=6, max_size=6), min_size=1, max_size=2)
)
@settings(max_examples=60, deadline=None)
def test_no_small_number_is_shown_in_any_group(numbers: list[list[int]]) -> None:
    every = [
        answer
        for unit, row in zip(("north", "south"), numbers, strict=False)
        for answer in answers(
            unit, *(choice for choice, n in zip(CHOICES, row, strict=True) for _ in range(n))
        )
    ]

    for found in results(table_of_answers(every, FACTS), "unit"):
        shown = [number for number in found.by_choice.values() if number is not None]
        assert all(number == 0 or number >= 5 for number in shown)
        assert found.answers is None or found.answers == 0 or found.answers >= 5
        hidden = [step for step, number in found.by_choice.items() if step and number is None]
        assert (found.mean is None) or not hidden


HEADING = "year;board;unit;question;answer;percent;respondents"


def read(organisation: Organisation, *rows: str, heading: str = HEADING) -> list[NationalAnswer]:
    return read_list("\r\n".join([heading, *rows]).encode(), organisation)


def faults(organisation: Organisation, *rows: str, heading: str = HEADING) -> list[Fault]:
    with pytest.raises(ListFaulty) as refused:
        read(organisation, *rows, heading=heading)
    return list(refused.value.faults)


def test_a_list_is_read_with_swedish_heading_and_numbers(organisation: Organisation) -> None:
    found = read_list(
        "Enhet,År,Nämnd,Fråga,Svar,Procent,Antal svarande\r\n"
        '"Hemvård norr",2025,VON,Vet du vart du ska vända dig?,Ja,"61,5 %",1 204\r\n'
        ",2025,von,Vet du vart du ska vända dig?,Nej,15,1204\r\n\r\n".encode("cp1252"),
        organisation,
    )

    assert found == [
        NationalAnswer(
            2025, "von", "hemvard-norr", "Vet du vart du ska vända dig?", "Ja", 61.5, 1204
        ),
        NationalAnswer(2025, "von", None, "Vet du vart du ska vända dig?", "Nej", 15.0, 1204),
    ]


def test_wrong_columns_are_told_by_name(organisation: Organisation) -> None:
    found = faults(organisation, "2025", heading="year;board;unit;fråga;svar;percent;mood;year")

    assert [(fault.row, fault.column) for fault in found] == [
        (1, "mood"),
        (1, "year"),
        (1, "respondents"),
    ]


def test_every_fault_is_told_with_row_and_column(organisation: Organisation) -> None:
    found = faults(
        organisation,
        "2025;von;;Q;Ja;61;100",
        "snart;kultur;;Q;Ja;161;inga",
        "2025;von;simhallen;;Nej;-1;0",
        "2025;von;;Q;JA;20;100",
        "2025;von;;Q;Nej;45;100",
        "2025;von;;Q;Vet ej;5;90",
    )

    assert [(fault.row, fault.column) for fault in found] == [
        (3, "year"),
        (3, "board"),
        (3, "percent"),
        (3, "respondents"),
        (4, "unit"),
        (4, "question"),
        (4, "percent"),
        (4, "respondents"),
        (5, "answer"),
        (6, "percent"),
        (7, "percent"),
        (7, "respondents"),
    ]


def test_an_empty_list_and_a_broken_row_are_told(organisation: Organisation) -> None:
    assert str(faults(organisation)[0].message) == "Listan har inga rader."
    assert faults(organisation, '2025;von;;"Q;Ja;61;100')[0].row == 2
    with pytest.raises(ListFaulty):
        read_list(b"", organisation)
    with pytest.raises(ListFaulty):
        read_list(bytes(range(256)), organisation)
