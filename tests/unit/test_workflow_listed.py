"""What a row of a list says, and that every word of the vocabulary can be said."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import pytest

from services.workflow.pages import words as handling
from services.workflow.pages.listed import nearness
from services.workflow.pages.next_in_list import next_in_list
from shared.events import handling_words, vocabulary
from shared.events.facts import ActionCounts, CaseFacts
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
from shared.pages import handling_words as shared_handling
from shared.pages import words as shared
from tests.support.submissions import submission

TODAY = date(2026, 3, 2)
SAID: tuple[Mapping[Any, Any], ...] = tuple(
    found
    for module in (shared, shared_handling, handling)
    for name, found in vars(module).items()
    if name.isupper() and isinstance(found, Mapping)
)
NOT_SAID = {vocabulary.Scan}
"""What a file is found to be is said where files are shown."""
WORDS = [
    found
    for module in (vocabulary, handling_words)
    for found in vars(module).values()
    if isinstance(found, type)
    and issubclass(found, StrEnum)
    and found.__module__ == module.__name__
    and found not in NOT_SAID
]


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.__name__)
def test_every_word_is_said(word: type[StrEnum]) -> None:
    assert any(set(word) == set(said) for said in SAID), word


@pytest.mark.parametrize(
    ("days", "said", "tone"),
    [
        (-3, "försenad 3 dagar", "danger"),
        (-1, "försenad 1 dag", "danger"),
        (0, "i dag", "attention"),
        (1, "i morgon", "attention"),
        (7, "om 7 dagar", "attention"),
    ],
)
def test_nearness_is_said_in_words(days: int, said: str, tone: str) -> None:
    badge = nearness(TODAY + timedelta(days=days), TODAY)
    assert badge is not None
    assert (str(badge.text), badge.tone) == (said, tone)


def test_nothing_is_said_while_there_is_time() -> None:
    assert nearness(TODAY + timedelta(days=8), TODAY) is None


def facts(**changes: Any) -> CaseFacts:
    return submission(
        **{
            "status": Status.REGISTERED,
            "acknowledgement": Acknowledgement.SENT,
            "feedback_wish": Wish.YES,
            **changes,
        }
    ).facts


ASSESSED = {"responsible": "manager-1", "severity": 2, "probability": 2}
ANSWERED = {**ASSESSED, "feedback": Feedback.GIVEN}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Utse ansvarig"),
        ({"responsible": "manager-1"}, "Bedöm allvaret"),
        (
            {
                "responsible": "manager-1",
                "acknowledgement": Acknowledgement.PENDING,
                "feedback_way": Way.PHONE,
            },
            "Bekräfta att det har kommit in",
        ),
        ({**ASSESSED, "lex_sarah": LexSarahState.SUSPECTED}, "Ta ställning till lex Sarah"),
        ({**ASSESSED, "must_investigate": True}, "Börja utreda"),
        ({**ASSESSED, "kind": Kind.DEVIATION}, "Börja utreda"),
        ({**ASSESSED, "status": Status.INVESTIGATING}, "Utred klart"),
        ({**ASSESSED, "investigated": True, "causes": ("knowledge",)}, "Besluta åtgärder"),
        ({**ASSESSED, "actions": ActionCounts(decided=2, done=1)}, "Gör det som är beslutat"),
        (ASSESSED, "Svara den som lämnade det"),
        ({**ASSESSED, "feedback_wish": Wish.NO}, "Avsluta"),
        (ANSWERED, "Avsluta"),
        ({**ASSESSED, "status": Status.PAUSED, "paused_until": TODAY}, "Vilar till 2026-03-02"),
        ({"status": Status.DISMISSED}, "Inget mer"),
    ],
)
def test_next_step_is_the_first_that_the_case_waits_for(changes: dict[str, Any], said: str) -> None:
    assert str(next_in_list(facts(**changes))) == said


def test_lex_sarah_case_is_decided_and_notified_before_it_is_closed() -> None:
    known: dict[str, Any] = {**ASSESSED, "kind": Kind.LEX_SARAH, "investigated": True}
    assert str(next_in_list(facts(**known))) == "Besluta om det är ett missförhållande"
    serious = {**known, "misconduct": Misconduct.SERIOUS}
    assert str(next_in_list(facts(**serious))) == "Anmäl till IVO"
    assert str(next_in_list(facts(**serious, ivo_notified_on=TODAY))) == "Avsluta"
