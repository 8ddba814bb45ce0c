"""What a case waits for, as far as its facts show it. Pure.

Lists read no more than the facts; the case's own page knows more, and whose turn it is
(`next_for.py`).
"""

from collections.abc import Iterator
from datetime import date

from shared.events.facts import CaseFacts
from shared.events.handling_words import Misconduct
from shared.events.vocabulary import (
    Acknowledgement,
    Feedback,
    Kind,
    LexSarahState,
    Status,
    Way,
    Wish,
)
from shared.pages.phrases import Phrase, phrase

_NOTHING = phrase("Inget mer")


def next_in_list(facts: CaseFacts) -> Phrase:
    """The first thing that the case waits for, in the order in which things are done."""
    return next(_waited_for(facts), _NOTHING)


def _waited_for(facts: CaseFacts) -> Iterator[Phrase]:
    if facts.status is Status.PAUSED:
        yield _after_pause(facts.paused_until)
    if facts.unreached:
        yield phrase("Nå den som lämnade det")
    if facts.closed_at is not None or facts.status in (Status.DISMISSED, Status.REFERRED):
        yield from _after_closing(facts)
        return
    if facts.responsible is None:
        yield phrase("Utse ansvarig")
    if facts.lex_sarah is LexSarahState.SUSPECTED:
        yield phrase("Ta ställning till lex Sarah")
    if facts.acknowledgement is Acknowledgement.PENDING and facts.feedback_way is Way.PHONE:
        yield phrase("Bekräfta att det har kommit in")
    if facts.severity is None:
        yield phrase("Bedöm allvaret")
    if facts.kind is Kind.LEX_SARAH:
        yield from _lex_sarah(facts)
        return
    yield from _investigation(facts)
    if facts.actions.decided > facts.actions.done:
        yield phrase("Gör det som är beslutat")
    if facts.feedback is Feedback.DUE and facts.feedback_wish is not Wish.NO:
        yield phrase("Svara den som lämnade det")
    yield phrase("Avsluta")


def _investigation(facts: CaseFacts) -> Iterator[Phrase]:
    if facts.status is Status.INVESTIGATING and facts.investigated is not True:
        yield phrase("Utred klart")
    if facts.investigated is not True and (facts.must_investigate or _is_deviation(facts)):
        yield phrase("Börja utreda")
    if facts.investigated is True and facts.causes and not facts.actions.decided:
        yield phrase("Besluta åtgärder")


def _lex_sarah(facts: CaseFacts) -> Iterator[Phrase]:
    if facts.lex_sarah is not LexSarahState.DECLINED:
        yield from _investigation(facts)
        if facts.misconduct is None:
            yield phrase("Besluta om det är ett missförhållande")
        if _serious(facts.misconduct) and facts.ivo_notified_on is None:
            yield phrase("Anmäl till IVO")
    yield phrase("Avsluta")


def _after_closing(facts: CaseFacts) -> Iterator[Phrase]:
    if facts.status is Status.CLOSED and facts.actions.decided > facts.actions.effective:
        yield phrase("Följ upp åtgärderna")


def _after_pause(until: date | None) -> Phrase:
    if until is None:
        return phrase("Vilar")
    return phrase("Vilar till %(day)s", day=until)


def _is_deviation(facts: CaseFacts) -> bool:
    return facts.kind in (Kind.DEVIATION, Kind.LEX_SARAH)


def _serious(misconduct: Misconduct | None) -> bool:
    return misconduct is not None and misconduct.is_serious
