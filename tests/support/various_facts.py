"""Facts that differ in everything cases are counted by, and what a case counts under."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.statistics import Value
from shared.events.facts import CaseFacts
from shared.events.handling_words import ActionLevel, Consequence
from shared.events.vocabulary import (
    Acknowledgement,
    Cause,
    Channel,
    DiscoveredBy,
    Feedback,
    Gender,
    Kind,
    LexSarahState,
    Outcome,
    Status,
)

UNITS = {"sn": ["forsorjningsstod", "familjeratt"], "von": ["hemvard", "hemvard-norr"], "an": []}


def various_facts(chance: random.Random) -> dict[str, Any]:
    """Of a case that arrived in the winter of 2026; some of them unknown."""
    board = chance.choice(list(UNITS))
    return {
        "board": board,
        "unit": chance.choice([None, *UNITS[board]]),
        "kind": chance.choice(list(Kind)),
        "channel": chance.choice(list(Channel)),
        "category": chance.choice([None, "bemotande", "handlaggningstid"]),
        "status": chance.choice(list(Status)),
        "severity": chance.choice([None, 1, 2, 3, 4]),
        "acknowledgement": chance.choice(list(Acknowledgement)),
        "feedback": chance.choice(list(Feedback)),
        "lex_sarah": chance.choice(list(LexSarahState)),
        "gender": chance.choice(list(Gender)),
        "outcome": chance.choice([None, *Outcome]),
        "probability": chance.choice([None, 1, 2, 3, 4]),
        "causes": tuple(chance.sample(list(Cause), chance.randrange(3))),
        "themes": tuple(chance.sample(["pandemi", "flytt"], chance.randrange(3))),
        "action_levels": tuple(chance.sample(list(ActionLevel), chance.randrange(3))),
        "consequences": tuple(chance.sample(list(Consequence), chance.randrange(3))),
        "investigated": chance.choice([None, True, False]),
        "discovered_by": chance.choice(list(DiscoveredBy)),
        "also_found_by": tuple(chance.sample(list(DiscoveredBy), chance.randrange(3))),
        "received_on": date(2025, 11, 20) + timedelta(days=chance.randrange(100)),
    }


def values_of(facts: CaseFacts, dimension: Dimension) -> Sequence[Value]:
    """What the case counts under, found in a way of its own."""
    day = facts.received_on
    match dimension:
        case Dimension.MONTH:
            return [f"{day.year}-{day.month:02d}"]
        case Dimension.QUARTER:
            return [f"{day.year}-Q{(day.month - 1) // 3 + 1}"]
        case Dimension.HALF_YEAR:
            return [f"{day.year}-H{1 if day.month <= 6 else 2}"]
        case Dimension.YEAR:
            return [day.year]
        case Dimension.RISK if facts.severity and facts.probability:
            return [facts.severity * facts.probability]
        case Dimension.RISK:
            return [None]
        case Dimension.THEME:
            return facts.themes or [None]
        case Dimension.CAUSE:
            return facts.causes or [None]
        case Dimension.ACTION_LEVEL:
            return facts.action_levels or [None]
        case Dimension.CONSEQUENCE:
            return facts.consequences or [None]
        case Dimension.ALSO_FOUND_BY:
            return facts.also_found_by or [None]
    return [getattr(facts, dimension)]
