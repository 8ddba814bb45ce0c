"""What published reports have of a period: the same cases or nothing, and the definitions then."""

from datetime import UTC, date, datetime, timedelta

from services.reporting.figures.questions import Question
from services.reporting.like_for_like.reported import candidates, reported_in, scope_of
from services.reporting.periods import of_year
from services.reporting.report.content import Content
from services.reporting.report.documents import Report, State
from tests.unit.report_world import YEAR, a_boards_compilation, organisation, reported

AT = datetime(2019, 3, 4, 9, tzinfo=UTC)
BEFORE = of_year(2017)


def report(
    name: str = "one", *, year: int = 2018, days: int = 0, content: Content | None = None
) -> Report:
    """A report of the year, published so many days after AT."""
    return Report(
        id=name,
        seq=2,
        board="sn",
        first=date(year, 1, 1),
        last=date(year, 12, 31),
        edition=1,
        state=State.PUBLISHED,
        made_at=AT,
        edited_at=AT,
        published_at=AT + timedelta(days=days),
        content=content,
    )


def test_report_has_its_own_period_and_the_one_it_compares_with() -> None:
    made = report(content=reported(a_boards_compilation()).content)

    of_year, of_before = (reported_in(made, period, {}) for period in (YEAR, BEFORE))

    assert of_year["received"].figure.value == 28
    assert of_before["received"].figure.value == 6
    assert of_year["received"].same_definition
    assert reported_in(made, YEAR.until(date(2018, 6, 30)), {}) == {}


def test_only_figures_of_just_these_cases_are_told() -> None:
    made = report(content=reported(a_boards_compilation()).content)

    found = reported_in(made, YEAR, {"kind": ("complaint",)})

    assert found["received"].figure.value == 10
    assert reported_in(made, YEAR, {"kind": ("complaint", "deviation")}) == {}


def test_definition_of_then_is_kept() -> None:
    content = reported(a_boards_compilation()).content
    old = content.definitions["received"].model_copy(update={"definition": "Ärenden i pärmen."})
    changed = content.model_copy(update={"definitions": {**content.definitions, "received": old}})

    found = reported_in(report(content=changed), YEAR, {})

    assert found["received"].definition.definition == "Ärenden i pärmen."
    assert not found["received"].same_definition
    assert found["closed"].same_definition


def test_reports_of_the_period_come_before_those_that_compare_with_it() -> None:
    draft = report("draft").model_copy(update={"state": State.DRAFT, "published_at": None})
    reports = [
        report("next year", year=2019, days=400),
        report("first"),
        report("second", days=30),
        report("another", year=2015),
        draft,
    ]

    assert [each.id for each in candidates(reports, YEAR)] == ["second", "first", "next year"]


def test_only_a_question_of_one_board_is_one_that_a_report_answers() -> None:
    municipality = organisation()

    assert scope_of(Question(), municipality) is None
    assert scope_of(Question(board=("sn", "von")), municipality) is None
    assert scope_of(Question(board=("Socialnämnden",)), municipality) == ("sn", {})
    assert scope_of(Question(unit=("hemvard",)), municipality) == ("von", {"unit": ("hemvard",)})
    assert scope_of(
        Question.model_validate({"board": ["sn"], "kind": ["praise"]}), municipality
    ) == (
        "sn",
        {"kind": ("praise",)},
    )
