"""Whether what a deadline is counted from, is met by and does makes sense together."""

from collections.abc import Iterator
from datetime import date

from shared.events.vocabulary import Kind
from shared.organisation.boards import BoardSettings
from shared.organisation.deadline_rules import CountedFrom, DeadlineRule, Milestone, Nature
from shared.organisation.documents import Found
from shared.organisation.problems import Problem
from shared.organisation.retention import Disposal
from shared.organisation.roles import RecipientRole

_ANY_DAY = date(2026, 1, 7)
"""Lengths of time are compared from here: a Wednesday without holidays near it."""

_MET_BY = {
    CountedFrom.RECEIVED: (
        Milestone.ACKNOWLEDGED,
        Milestone.ASSIGNED,
        Milestone.ASSESSED,
        Milestone.ANSWERED,
        Milestone.CLOSED,
        Milestone.FOLLOWED_UP,
        Milestone.IVO_NOTIFIED,
    ),
    CountedFrom.ASSIGNED: (
        Milestone.ASSESSED,
        Milestone.ANSWERED,
        Milestone.CLOSED,
        Milestone.IVO_NOTIFIED,
    ),
    CountedFrom.ASSESSED: (Milestone.ANSWERED, Milestone.CLOSED, Milestone.IVO_NOTIFIED),
    CountedFrom.ANSWERED: (Milestone.CLOSED, Milestone.FOLLOWED_UP),
    CountedFrom.CLOSED: (Milestone.FOLLOWED_UP, Milestone.ERASED),
    CountedFrom.RETENTION: (Milestone.ERASED,),
    CountedFrom.LEX_SARAH_DECIDED: (Milestone.IVO_NOTIFIED, Milestone.CLOSED),
    CountedFrom.MEASURE_DUE: (Milestone.MEASURE_DONE,),
    CountedFrom.MEASURE_DONE: (Milestone.MEASURE_JUDGED,),
}
"""What can come after each beginning."""
_OF_LEX_SARAH = (CountedFrom.LEX_SARAH_DECIDED, Milestone.IVO_NOTIFIED)
_FOR_COMPLAINANTS = (Milestone.ANSWERED, Milestone.CLOSED)

FoundBoard = Found[BoardSettings]


def deadline_problems(board: FoundBoard) -> Iterator[Problem]:
    """Everything in the board's deadlines that can never come true, with the line it stands on."""
    for place, rule in enumerate(board.settings.deadlines):
        yield from _order(board, place, rule)
        yield from _lex_sarah(board, place, rule)
        yield from _retention(board, place, rule)
        yield from _recipients(board, place, rule)
        yield from _escalation(board, place, rule)


def _order(board: FoundBoard, place: int, rule: DeadlineRule) -> Iterator[Problem]:
    possible = _MET_BY[rule.counted_from]
    if rule.met_by not in possible:
        yield board.problem(
            ("deadlines", place, "met_by"),
            f'deadline "{rule.id}" is counted from {rule.counted_from} and met by {rule.met_by}, '
            "which does not come after it.",
            f"Use met_by = {_or(possible)}, or another counted_from.",
        )


def _lex_sarah(board: FoundBoard, place: int, rule: DeadlineRule) -> Iterator[Problem]:
    others = [kind for kind in rule.kinds if kind is not Kind.LEX_SARAH]
    if others and (rule.counted_from in _OF_LEX_SARAH or rule.met_by in _OF_LEX_SARAH):
        yield board.problem(
            ("deadlines", place, "kinds"),
            f'deadline "{rule.id}" is about a lex Sarah case, and is also for {others[0]}.',
            'Use kinds = ["lex_sarah"].',
        )


def _retention(board: FoundBoard, place: int, rule: DeadlineRule) -> Iterator[Problem]:
    if rule.counted_from is not CountedFrom.RETENTION:
        return
    erased = {
        kind
        for retention in board.settings.retention
        if retention.disposal is Disposal.ERASE
        for kind in retention.kinds
    }
    for n, kind in enumerate(rule.kinds):
        if kind not in erased:
            yield board.problem(
                ("deadlines", place, "kinds", n),
                f'deadline "{rule.id}" is counted from the retention time, and no [[retention]] '
                f"of the board lets {kind} go.",
                "Leave the kind out, or give it a retention rule with after_closing.",
            )


def _recipients(board: FoundBoard, place: int, rule: DeadlineRule) -> Iterator[Problem]:
    if RecipientRole.OWNER in rule.recipients and not rule.met_by.of_measures:
        yield board.problem(
            ("deadlines", place, "recipients", rule.recipients.index(RecipientRole.OWNER)),
            f'deadline "{rule.id}" tells the owner of a measure, and is about none.',
            "Use responsible for whoever answers for the case.",
        )
    if rule.tell_complainant and rule.met_by not in _FOR_COMPLAINANTS:
        yield board.problem(
            ("deadlines", place, "tell_complainant"),
            f'deadline "{rule.id}" tells the complainant that an answer takes longer, and is met '
            f"by {rule.met_by}.",
            f"Leave it out, or use met_by = {_or(_FOR_COMPLAINANTS)}.",
        )


def _escalation(board: FoundBoard, place: int, rule: DeadlineRule) -> Iterator[Problem]:
    if rule.escalate_after and rule.nature is not Nature.TARGET:
        yield board.problem(
            ("deadlines", place, "escalate_after"),
            f'deadline "{rule.id}" only reminds: nobody is late by it, and nothing is escalated.',
            'Leave escalate_after out, or use nature = "target".',
        )
    before = _ANY_DAY
    for n, span in enumerate(rule.escalate_after):
        day = span.after(_ANY_DAY)
        if day <= before:
            yield board.problem(
                ("deadlines", place, "escalate_after", n),
                f'deadline "{rule.id}" is escalated at the same time twice, or not in order.',
                "Let each time be longer than the one before; the first at least a day.",
            )
        before = day


def _or(words: tuple[Milestone, ...]) -> str:
    return " or ".join(f'"{word}"' for word in words)
