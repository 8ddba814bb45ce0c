"""The cases that `tests/corpus/guard/sentences.txt` speaks of."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from services.reporting.counted_case import CountedCase
from services.reporting.figures.questions import Question
from services.reporting.guard.checking import contradictions
from services.reporting.guard.figures_of_table import (
    FiguresOfTable,
    names_of_categories,
    names_of_units,
)
from services.reporting.guard.findings import Contradiction, Text
from services.reporting.periods import of_year
from shared.events.vocabulary import (
    Channel,
    ComplainantView,
    ControlPoint,
    DiscoveredBy,
    Feedback,
    Gender,
    Kind,
    LexSarahState,
    Status,
    Wish,
)
from tests.support.counted_cases import counted_case, table
from tests.unit.report_world import organisation

SPRING, AUTUMN = date(2023, 3, 14), date(2023, 10, 3)


def _case(kind: Kind, received_on: date, **facts: object) -> CountedCase:
    given = {"board": "sn", "kind": kind, "first_kind": kind, "received_on": received_on, **facts}
    return counted_case(**given)


def _complaints() -> Iterator[CountedCase]:
    channels = 5 * [Channel.PHONE] + 4 * [Channel.EMAIL] + 3 * [Channel.IVO]
    for number, channel in enumerate(channels):
        early, answered, closed = number < 7, number < 8, number < 9
        yield _case(
            Kind.COMPLAINT,
            SPRING if early else AUTUMN,
            unit="barn-unga-mottagning" if early else "familjeratt",
            channel=channel,
            ivo_referred=channel is Channel.IVO,
            gender=Gender.WOMAN if number < 8 else Gender.MAN,
            feedback=Feedback.GIVEN if answered else Feedback.DUE,
            feedback_wish=Wish.YES if number < 3 else Wish.UNKNOWN,
            complainant_view=ComplainantView.AGREES if number < 2 else ComplainantView.NOT_ASKED,
            status=Status.CLOSED if closed else Status.INVESTIGATING,
            control_points=(ControlPoint.PROCESSING_TIME,) if closed else (),
            lex_sarah=LexSarahState.REPORTED if number < 2 else LexSarahState.NONE,
            investigated=True,
        )


def _deviations() -> Iterator[CountedCase]:
    finders = 52 * [DiscoveredBy.UNIT] + 20 * [DiscoveredBy.ECONOMY]
    for number, finder in enumerate([*finders, *(10 * [DiscoveredBy.TARGETED_REVIEW])]):
        yield _case(
            Kind.DEVIATION,
            SPRING if number < 40 else AUTUMN,
            unit="forsorjningsstod-handlaggning",
            category="payment-calculation" if number < 30 else "routine-not-followed",
            discovered_by=finder,
            feedback=Feedback.IMPOSSIBLE,
            investigated=True,
        )


@cache
def cases() -> Sequence[CountedCase]:
    """12, 16 and 82 of 2023; 6, 20, 74 and one of 2022."""
    answered = {"unit": "familjeratt", "channel": Channel.WEB, "feedback": Feedback.GIVEN}
    before = {Kind.COMPLAINT: 6, Kind.VIEW: 20, Kind.DEVIATION: 74, Kind.LEX_SARAH: 1}
    return [
        *_complaints(),
        *(_case(Kind.VIEW, SPRING, status=Status.CLOSED, **answered) for _ in range(16)),
        *_deviations(),
        *(
            _case(kind, date(2022, 9, 14), unit="familjeratt")
            for kind, count in before.items()
            for _ in range(count)
        ),
    ]


@cache
def _figures() -> FiguresOfTable:
    return FiguresOfTable(table(*cases()), Question(board=("sn",)), organisation())


def guarded(words: str, *, comparing: bool = False) -> tuple[Contradiction, ...]:
    """What the guard finds in a section of the report of 2023."""
    text = Text(words, of_year(2023), of_year(2022), comparing=comparing)
    units = names_of_units(organisation(), "sn")
    return contradictions(text, _figures(), units, names_of_categories(organisation(), "sn"))
