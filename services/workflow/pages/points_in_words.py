"""The eleven control points as they are read: what answers each, and which step does it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.workflow.case import Case
from services.workflow.control_points import control_points
from services.workflow.pages.facts_in_words import FactWords, Joined
from services.workflow.pages.forms.definitions import BY_STEP
from services.workflow.pages.forms.field import StepForm
from services.workflow.pages.forms.reading import AT_CLOSING
from services.workflow.pages.labels import DayLabel, OwnWords
from shared.clock import local_date
from shared.events.vocabulary import ControlPoint, Wish
from shared.pages.handling_words import DEGREES
from shared.pages.phrases import Label, Phrase, phrase
from shared.pages.words import (
    ACKNOWLEDGEMENTS,
    CHANNELS,
    COMPLAINANT_VIEWS,
    CONTROL_POINTS,
    FEEDBACKS,
    WAYS,
    WISHES,
)

_ANSWERED_BY: Mapping[ControlPoint, str] = {
    ControlPoint.HOW_RECEIVED: "correct",
    ControlPoint.CATEGORY: "reclassify",
    ControlPoint.FEEDBACK_WISH: "correct",
    ControlPoint.SEVERITY: "assess",
    ControlPoint.ACKNOWLEDGEMENT: "acknowledge",
    ControlPoint.RESPONSIBLE: "assign",
    ControlPoint.MEASURES: "decide-action",
    ControlPoint.FEEDBACK: "answer",
    ControlPoint.COMPLAINANT_VIEW: "close",
    ControlPoint.PROCESSING_TIME: "close",
}


@dataclass(frozen=True)
class Point:
    """One point: whether it is answered and by what; the step that answers it where it is not."""

    id: ControlPoint
    name: Phrase
    fulfilled: bool
    evidence: Label | None
    answered_by: StepForm | None

    @property
    def at_closing(self) -> bool:
        """Whether it is closing itself that answers it, or asks."""
        return self.id in AT_CLOSING


def points_in_words(case: Case, words: FactWords) -> tuple[Point, ...]:
    """All eleven, in the auditors' order."""
    waived = {waiver.control_point: waiver.reason for waiver in case.waivers}
    return tuple(
        Point(
            id=state.id,
            name=CONTROL_POINTS[state.id],
            fulfilled=state.fulfilled,
            evidence=None
            if not state.fulfilled
            else Joined(phrase("Gäller inte"), OwnWords(waived[state.id]))
            if state.evidence == "waived" and state.id in waived
            else _evidence(state.id, case, words),
            answered_by=None
            if state.fulfilled or state.id not in _ANSWERED_BY
            else BY_STEP[_ANSWERED_BY[state.id]],
        )
        for state in control_points(case)
    )


def _evidence(point: ControlPoint, case: Case, words: FactWords) -> Label | None:
    facts = case.facts
    match point:
        case ControlPoint.HOW_RECEIVED:
            return Joined(CHANNELS[facts.channel], DayLabel(facts.received_on))
        case ControlPoint.CATEGORY:
            return words.category(facts.category or "", facts.board)
        case ControlPoint.DESCRIPTION:
            return phrase("Med egna ord")
        case ControlPoint.FEEDBACK_WISH if facts.feedback_wish is Wish.UNKNOWN:
            return phrase("Anonym")
        case ControlPoint.FEEDBACK_WISH if facts.feedback_way is not None:
            return Joined(WISHES[facts.feedback_wish], WAYS[facts.feedback_way])
        case ControlPoint.FEEDBACK_WISH:
            return WISHES[facts.feedback_wish]
        case ControlPoint.SEVERITY:
            return DEGREES[facts.severity or 1]
        case ControlPoint.ACKNOWLEDGEMENT:
            return ACKNOWLEDGEMENTS[facts.acknowledgement]
        case ControlPoint.RESPONSIBLE if facts.responsible is None:
            return phrase("Framgår i det tidigare systemet")
        case ControlPoint.RESPONSIBLE:
            return words.account(facts.responsible or "")
        case ControlPoint.MEASURES:
            return _measures(case)
        case ControlPoint.FEEDBACK:
            unwanted = facts.feedback_wish is Wish.NO and facts.answered_at is None
            return WISHES[Wish.NO] if unwanted else FEEDBACKS[facts.feedback]
        case ControlPoint.COMPLAINANT_VIEW:
            return COMPLAINANT_VIEWS[facts.complainant_view]
        case ControlPoint.PROCESSING_TIME:
            return DayLabel(local_date(facts.closed_at)) if facts.closed_at else None


def _measures(case: Case) -> Phrase:
    actions = case.facts.actions
    if not actions.decided:
        return phrase("Står i svaret")
    return phrase("%(done)s av %(decided)s genomförda", done=actions.done, decided=actions.decided)
