"""Two periods on the same definitions, and a note wherever they are not alike."""

from datetime import date

import pytest

from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.questions import Question
from services.reporting.like_for_like.comparing import Compared, compared
from services.reporting.like_for_like.notes import notes
from services.reporting.periods import Period, of_year
from shared.events.vocabulary import Feedback
from shared.organisation import Organisation
from tests.support.counted_cases import counted_case, table
from tests.support.organisations import changed, with_all_units_open

NOW, THEN = of_year(2026), of_year(2025)
TODAY = date(2027, 2, 1)
EVERYTHING = Question()


@pytest.fixture
def organisation(organisation: Organisation) -> Organisation:
    return with_all_units_open(organisation)


def received(organisation: Organisation, now: int, then: int) -> Compared:
    cases = table(
        *[counted_case(received_on=date(2026, 5, 4))] * now,
        *[counted_case(received_on=date(2025, 5, 4))] * then,
    )
    (found,) = compared(cases, EVERYTHING, (NOW, THEN), [FIGURES["received"]], organisation)
    return found


def ids(
    organisation: Organisation,
    question: Question = EVERYTHING,
    periods: tuple[Period, Period] = (NOW, THEN),
    today: date = TODAY,
    **facts: object,
) -> set[str]:
    boards = [board.id for board in organisation.boards]
    cases = table(
        *(counted_case(board=board, received_on=date(2020, 1, 1)) for board in boards),
        *([counted_case(received_on=date(2026, 5, 4), **facts)] if facts else []),
    )
    return {note.id for note in notes(cases, question, periods, organisation, today)}


def test_three_cases_more_may_be_chance_and_thirty_not(organisation: Organisation) -> None:
    few, many = received(organisation, 6, 3), received(organisation, 50, 20)

    assert (few.now.value, few.then.value, few.change) == (6, 3, 3)
    # 9 cases thrown at two equal years: 6 or more in one of them.
    assert few.by_chance == pytest.approx(2 * (84 + 36 + 9 + 1) / 512)
    assert few.may_be_chance
    assert many.by_chance is not None
    assert many.by_chance < 0.001
    assert not many.may_be_chance
    assert received(organisation, 0, 0).by_chance is None


def test_shares_are_held_against_each_other_as_shares(organisation: Organisation) -> None:
    cases = table(
        *[counted_case(received_on=date(2026, 1, 1), feedback=Feedback.GIVEN)] * 10,
        *[counted_case(received_on=date(2025, 1, 1), feedback=Feedback.GIVEN)] * 4,
        *[counted_case(received_on=date(2025, 1, 1), feedback=Feedback.DUE)] * 6,
    )

    (found,) = compared(cases, EVERYTHING, (NOW, THEN), [FIGURES["answered"]], organisation)

    assert (found.now.share, found.then.share) == (1.0, 0.4)
    # Of 20 cases 14 are answered; 10 drawn have all answered in comb(14, 10) of comb(20, 10) ways.
    assert found.by_chance == pytest.approx(2 * 1001 / 184756)


def test_alike_years_have_no_notes(organisation: Organisation) -> None:
    assert ids(organisation) == set()


def test_length_and_state_of_the_period_are_noted(organisation: Organisation) -> None:
    half = Period(date(2026, 1, 1), date(2026, 6, 30))

    assert "length" in ids(organisation, periods=(NOW, half))
    assert "overlap" in ids(organisation, periods=(NOW, half))
    assert ids(organisation, periods=(of_year(2024), of_year(2023))) == {"length"}
    assert ids(organisation, today=date(2026, 7, 1)) == {"going-on"}
    assert ids(organisation, today=date(2025, 12, 31)) == {"not-begun"}


def test_what_did_not_exist_then_is_noted(organisation: Organisation) -> None:
    board = organisation.boards[0]
    unit = organisation.units_of(board.id)[0]
    cases = table(
        *(
            counted_case(board=each.id, received_on=date(2020, 1, 1))
            for each in organisation.boards[1:]
        ),
        counted_case(board=board.id, unit=unit.id, received_on=date(2026, 2, 3)),
    )
    asked = Question(unit=(unit.id,))

    found = notes(cases, asked, (NOW, THEN), organisation, TODAY)

    assert {note.id for note in found} == {f"board-begins:{board.id}", f"unit-begins:{unit.id}"}
    assert "2026-02-03" in str(found[0].text)


def test_a_unit_that_is_closed_is_noted(organisation: Organisation) -> None:
    unit = organisation.units[-1]
    closed = unit.model_copy(update={"closed_on": date(2026, 3, 1)})
    later = changed(organisation, units=(*organisation.units[:-1], closed))

    assert ids(later) == {f"unit-closed:{unit.id}"}
    assert f"unit-closed:{unit.id}" not in ids(later, periods=(of_year(2025), of_year(2024)))
    assert f"unit-closed:{unit.id}" not in ids(later, periods=(of_year(2028), of_year(2027)))


def test_another_category_list_or_risk_rule_is_noted(organisation: Organisation) -> None:
    board = organisation.boards[0]
    newer = board.category_list.model_copy(update={"version": 2, "valid_from": date(2026, 1, 1)})
    rule = board.risk_rules[0].model_copy(
        update={"version": "next", "valid_from": date(2025, 7, 1)}
    )
    changed_board = board.model_copy(
        update={"category_list": newer, "risk_rules": (*board.risk_rules, rule)}
    )
    later = changed(organisation, boards=(changed_board, *organisation.boards[1:]))

    found = ids(later, Question(board=(board.id,)))

    assert found == {f"categories:{board.id}", f"risk-rule:{board.id}:next"}


def test_cases_of_an_earlier_system_are_noted(organisation: Organisation) -> None:
    assert ids(organisation, imported=True) == {"imported"}
