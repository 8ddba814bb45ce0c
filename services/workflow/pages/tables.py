"""Every table of words that the page of a case reads from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.workflow.pages import words
from services.workflow.pages.directions import DIRECTIONS
from shared.events.handling_words import ActionState
from shared.pages import handling_words
from shared.pages import words as shared_words
from shared.pages.phrases import Phrase

Words = Mapping[Any, Phrase]


@dataclass(frozen=True)
class Tables:
    """Given to templates as one."""

    grounds: Words = field(default_factory=lambda: words.GROUNDS)
    action_kinds: Words = field(default_factory=lambda: words.ACTION_KINDS)
    action_levels: Words = field(default_factory=lambda: handling_words.ACTION_LEVELS)
    action_states: Words = field(default_factory=lambda: words.ACTION_STATES)
    consequences: Words = field(default_factory=lambda: handling_words.CONSEQUENCES)
    dismiss_reasons: Words = field(default_factory=lambda: handling_words.DISMISS_REASONS)
    receivers: Words = field(default_factory=lambda: words.RECEIVERS)
    misconducts: Words = field(default_factory=lambda: handling_words.MISCONDUCTS)
    ivo_decisions: Words = field(default_factory=lambda: words.IVO_DECISIONS)
    papers: Words = field(default_factory=lambda: words.PAPERS)
    directions: Words = field(default_factory=lambda: DIRECTIONS)
    causes: Words = field(default_factory=lambda: shared_words.CAUSES)
    outcomes: Words = field(default_factory=lambda: shared_words.OUTCOMES)
    ways: Words = field(default_factory=lambda: shared_words.WAYS)
    tones: Mapping[ActionState, str] = field(
        default_factory=lambda: {
            ActionState.DECIDED: "attention",
            ActionState.DONE: "progress",
            ActionState.EFFECTIVE: "good",
            ActionState.NO_EFFECT: "plain",
        }
    )


TABLES = Tables()
