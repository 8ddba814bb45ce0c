"""A board, a year and its cases, and the report of them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from services.reporting.counted_case import CountedCase
from services.reporting.periods import Period, of_year
from services.reporting.report.asking import Asked
from services.reporting.report.composing import Composed, composed
from services.reporting.report.headings import SectionId
from services.reporting.report.spans import Span
from shared.events.facts import ActionCounts
from shared.events.vocabulary import Feedback, Gender, Kind
from shared.organisation import Organisation, load_organisation
from tests.conftest import REPOSITORY
from tests.support.counted_cases import counted_case, table

AT = datetime(2019, 3, 4, 9, 0, tzinfo=UTC)
YEAR = of_year(2018)
SPAN = Span("sn", YEAR)


@cache
def organisation() -> Organisation:
    return load_organisation(REPOSITORY / "deploy" / "organisation")


def case(kind: Kind = Kind.COMPLAINT, *, year: int = 2018, **facts: Any) -> CountedCase:
    """A case of the board, in the middle of the year unless told otherwise."""
    given = {"received_on": date(year, 6, 15), "first_kind": kind, "board": "sn", **facts}
    return counted_case(kind=kind, **given)


def reported(
    cases: Iterable[CountedCase],
    texts: Mapping[SectionId, str] | None = None,
    period: Period = YEAR,
) -> Composed:
    return composed(table(*cases), Span("sn", period), organisation(), texts or {}, AT)


def asked(cases: Iterable[CountedCase], period: Period = YEAR) -> Asked:
    return Asked(table(*cases), Span("sn", period), organisation())


def sentences(made: Composed, section: SectionId) -> list[str]:
    """The sentences of a section that are made of figures."""
    (found,) = (each for each in made.content.sections if each.id is section)
    return [sentence.text for paragraph in found.paragraphs for sentence in paragraph]


def rows(made: Composed, table_id: str) -> list[list[str]]:
    (found,) = (each for each in made.content.tables if each.id == table_id)
    return [[cell.text for cell in row] for row in found.rows]


def a_boards_compilation() -> list[CountedCase]:
    """What a board once counted by hand: 10 complaints, 18 deviations, and 3 and 3 before."""
    genders = [Gender.WOMAN] * 7 + [Gender.MAN] * 3
    complaints = [
        case(
            unit="forsorjningsstod",
            category="conduct-communication",
            gender=gender,
            feedback=Feedback.GIVEN if number < 6 else Feedback.DUE,
        )
        for number, gender in enumerate(genders)
    ]
    deviations = [
        case(
            Kind.DEVIATION,
            unit="forsorjningsstod",
            category=category,
            gender=gender,
            actions=ActionCounts(decided=1, done=1),
        )
        for category, number in (
            ("payment-calculation", 11),
            ("handling-documentation", 6),
            ("routine-not-followed", 1),
        )
        for gender in ([Gender.WOMAN, Gender.MAN] * 6)[:number]
    ]
    before = [case(kind, year=2017) for kind in (Kind.COMPLAINT, Kind.DEVIATION) for _ in range(3)]
    return [*complaints, *deviations, *before]
