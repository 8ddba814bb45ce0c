"""The day that a case is about, by which cases of one event are found."""

from datetime import date

from shared.events.facts import CaseFacts


def event_day(facts: CaseFacts) -> date:
    """The Swedish day it happened, or else the day it came in."""
    return facts.occurred_on or facts.received_on
