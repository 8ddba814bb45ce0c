"""Two years of a municipality's cases for the pages of figures; always the same ones."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from shared.events.facts import ActionCounts
from shared.events.handling_words import ActionLevel, Consequence
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import (
    Acknowledgement,
    Cause,
    Channel,
    ComplainantView,
    ControlPoint,
    DiscoveredBy,
    Feedback,
    Gender,
    Kind,
    LexSarahState,
    Outcome,
    ReporterKind,
    Status,
    Wish,
)
from tests.support.submissions import submission

UNITS = {
    "von": (
        "hemvard-norr",
        "hemvard-norr",
        "hemvard-soder",
        "hemvard-natt",
        "sarskilt-boende-solgarden",
        "lss-gruppbostad",
        "hemvard",
    ),
    "sn": ("forsorjningsstod-handlaggning", "barn-unga-utredning", "familjeratt", None),
    "an": ("jobb-och-kunskapstorget", "arbetsmarknadssatsningen", "feriejobb"),
}
CATEGORIES = {
    "von": ("availability", "conduct-communication", "medication", "care-given", None),
    "sn": ("conduct-communication", "availability", "handling-documentation"),
    "an": ("conduct-communication", "availability"),
}
CHANNELS = (
    Channel.WEB,
    Channel.WEB,
    Channel.WEB,
    Channel.EMAIL,
    Channel.PHONE,
    Channel.PHONE,
    Channel.LETTER,
    Channel.STAFF,
    Channel.IVO,
)
KINDS = (
    Kind.COMPLAINT,
    Kind.COMPLAINT,
    Kind.COMPLAINT,
    Kind.DEVIATION,
    Kind.DEVIATION,
    Kind.VIEW,
    Kind.SUGGESTION,
    Kind.PRAISE,
)
ALWAYS = (ControlPoint.HOW_RECEIVED, ControlPoint.DESCRIPTION)


def years_of_cases(until: date, count: int = 420) -> Sequence[CaseReceived]:
    """Cases of the two years up to that day, of all three boards; more in the autumn."""
    chance = random.Random(20)
    found = []
    for number in range(count):
        back = int(730 * chance.random() ** 1.2)
        found.append(_case(chance, number, until, until - timedelta(days=back)))
    return found


def _case(chance: random.Random, number: int, until: date, received: date) -> CaseReceived:
    board = chance.choices(("von", "sn", "an"), (6, 3, 1))[0]
    kind = Kind.LEX_SARAH if chance.random() < 0.02 else chance.choice(KINDS)
    old = (until - received).days
    took = int(chance.gammavariate(2.0, 9.0)) + 2
    closed = old > took and chance.random() < 0.93
    answered = closed and chance.random() < 0.85
    anonymous = chance.random() < 0.12
    points = {point for point in ControlPoint if chance.random() < (0.9 if closed else 0.35)}
    facts: dict[str, Any] = {
        "unit": chance.choice(UNITS[board]),
        "kind": kind,
        "first_kind": kind,
        "channel": chance.choice(CHANNELS),
        "category": chance.choice(CATEGORIES[board]),
        "status": Status.CLOSED if closed else chance.choice((Status.ASSIGNED, Status.REGISTERED)),
        "diary_number": f"{board.upper()} {received.year}-{number + 1:05d}",
        "anonymous": anonymous,
        "gender": chance.choice(list(Gender)),
        "reporter_kind": chance.choice((ReporterKind.SERVICE_USER, ReporterKind.RELATIVE)),
        "discovered_by": chance.choice((DiscoveredBy.UNIT, DiscoveredBy.COMPLAINANT)),
        "severity": chance.choice((None, 1, 1, 2, 2, 3, 4)) if closed else None,
        "probability": 2,
        "acknowledgement": Acknowledgement.IMPOSSIBLE if anonymous else Acknowledgement.SENT,
        "acknowledged_at": None if anonymous else _at(received, chance.randrange(2)),
        "assigned_at": _at(received, chance.randrange(5)),
        "feedback_wish": chance.choice((Wish.YES, Wish.YES, Wish.NO)),
        "feedback": Feedback.GIVEN if answered else Feedback.DUE,
        "answered_at": _at(received, took) if answered else None,
        "closed_at": _at(received, took) if closed else None,
        "complainant_view": chance.choice(list(ComplainantView)),
        "outcome": chance.choice(list(Outcome)) if closed else None,
        "investigated": closed,
        "causes": tuple(chance.sample(list(Cause), chance.choice((0, 1, 1, 2)))) if closed else (),
        "actions": ActionCounts(decided=1, done=1) if answered else ActionCounts(),
        "action_levels": (chance.choice(list(ActionLevel)),) if answered else (),
        "consequences": (chance.choice(list(Consequence)),) if closed else (),
        "lex_sarah": LexSarahState.REPORTED if kind is Kind.LEX_SARAH else LexSarahState.NONE,
        "control_points": tuple(point for point in ControlPoint if point in {*points, *ALWAYS}),
        "received_on": received,
    }
    case_id = UUID(int=chance.getrandbits(128), version=4)
    return submission(case_id=case_id, board=board, at=_at(received, 0), **facts)


def _at(day: date, later: int) -> datetime:
    return datetime.combine(day + timedelta(days=later), time(9), UTC)
