"""Measures: what is to be done so that it does not happen again (R56, R57, R63). Personal."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from services.workflow.part import Part
from shared.events.facts import ActionCounts, MeasureFacts
from shared.events.handling_words import ActionKind, ActionLevel, ActionState
from shared.events.vocabulary import Cause


class Measure(Part):
    """One measure, numbered within its case."""

    number: int
    kind: ActionKind
    level: ActionLevel
    text: str
    cause: Cause | None = None
    """The cause it takes away."""
    owner: str
    """Account id."""
    due: date | None = None
    """Swedish day."""
    external_reference: str | None = None
    """For instance the number of a fault report."""
    state: ActionState = ActionState.DECIDED
    decided_at: datetime
    done_on: date | None = None
    result: str | None = None
    effect: str | None = None
    """How its effect was judged, in words."""


DONE = frozenset({ActionState.DONE, ActionState.EFFECTIVE, ActionState.NO_EFFECT})
JUDGED = frozenset({ActionState.EFFECTIVE, ActionState.NO_EFFECT})


def facts_of(measures: Sequence[Measure]) -> dict[str, object]:
    """What every service may know of them: how far each has come, and nothing of what it is."""
    return {
        "actions": counts(measures),
        "measures": tuple(
            MeasureFacts(
                number=measure.number,
                owner=measure.owner,
                state=measure.state,
                due=measure.due,
                done_on=measure.done_on,
            )
            for measure in measures
        ),
    }


def counts(measures: Iterable[Measure]) -> ActionCounts:
    """How far they have come together."""
    states = [measure.state for measure in measures]
    return ActionCounts(
        decided=len(states),
        done=sum(state in DONE for state in states),
        effective=states.count(ActionState.EFFECTIVE),
    )


def levels(measures: Iterable[Measure]) -> tuple[ActionLevel, ...]:
    """Whom they reach, each level once, the nearest first."""
    found = {measure.level for measure in measures}
    return tuple(level for level in ActionLevel if level in found)
