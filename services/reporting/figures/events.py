"""Figures of events: what several cases tell of counts once, and who found it (R71, R76, R84)."""

import polars as pl

from services.reporting.figures.conditions import is_one_of
from services.reporting.figures.figure import Figure, Number, Theme
from shared.events.handling_words import DismissReason
from shared.events.vocabulary import DiscoveredBy
from shared.pages.phrases import phrase


def _discovered_by(who: DiscoveredBy) -> pl.Expr:
    return is_one_of("discovered_by", who).fill_null(value=False)


def _found_by(who: DiscoveredBy) -> pl.Expr:
    """Whether they found the event, by the case itself or by what was merged into it."""
    also = pl.col("also_found_by").list.contains(str(who))
    return ~_DUPLICATE & (_discovered_by(who) | also)


_DUPLICATE = is_one_of("dismissed", DismissReason.DUPLICATE).fill_null(value=False)
_SOMEBODY = pl.col("discovered_by").is_not_null() & ~_discovered_by(DiscoveredBy.UNKNOWN)
_FINDERS = pl.col("also_found_by").list.len() + _SOMEBODY.cast(pl.UInt32)
FOUND_BY_UNITS = _found_by(DiscoveredBy.UNIT)
FOUND_BY_REVIEWS = _found_by(DiscoveredBy.TARGETED_REVIEW)
"""Events that the unit itself, and that targeted reviews found, alone or with others."""

EVENTS = (
    Figure(
        "events",
        Theme.CASES,
        phrase("Händelser"),
        phrase(
            "Inkomna där samma händelse räknas en gång: alla utom dem som har skrivits av som "
            "dubbletter. Händelser och dubbletter är tillsammans lika många som de inkomna."
        ),
        Number(~_DUPLICATE),
    ),
    Figure(
        "duplicates",
        Theme.CASES,
        phrase("Dubbletter"),
        phrase("Inkomna i perioden som har skrivits av som dubbletter av andra ärenden."),
        Number(_DUPLICATE),
    ),
    Figure(
        "found-by-units-alone",
        Theme.CASES,
        phrase("Upptäckta bara av enheten själv"),
        phrase(
            "Händelser, inkomna i perioden, som enheten själv har upptäckt och ingen annan, "
            "varken enligt ärendet eller enligt dubbletter som har slagits ihop med det."
        ),
        Number(FOUND_BY_UNITS & (_FINDERS == 1)),
    ),
    Figure(
        "found-by-reviews",
        Theme.CASES,
        phrase("Upptäckta av riktad granskning"),
        phrase(
            "Händelser, inkomna i perioden, som en riktad granskning har upptäckt, ensam eller "
            "tillsammans med andra."
        ),
        Number(FOUND_BY_REVIEWS),
    ),
    Figure(
        "found-by-reviews-alone",
        Theme.CASES,
        phrase("Upptäckta av granskning men inte av enheten"),
        phrase(
            "Händelser, inkomna i perioden, som en riktad granskning har upptäckt och som enheten "
            "inte har rapporterat. Är de många tyder det på ett mörkertal."
        ),
        Number(FOUND_BY_REVIEWS & ~FOUND_BY_UNITS),
    ),
)
