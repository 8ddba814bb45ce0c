"""Answers to the survey, kept as they come (R86)."""

from datetime import date
from typing import ClassVar, Self

from shared.events.submissions import SurveyAnswered
from shared.store.collection import Collection
from shared.store.documents import Document
from shared.store.errors import Duplicate
from shared.store.index import Index


class SurveyAnswer(Document):
    """One person's answers, by the id of the event: numbers and nothing personal."""

    collection: ClassVar[str] = "survey_answers"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index("survey_answered_on", (("survey", 1), ("answered_on", 1))),
        Index("case", (("case_id", 1),)),
        Index("answered_on", (("answered_on", 1),)),
    )

    case_id: str
    survey: str
    answers: dict[str, int]
    answered_on: date
    """A day in Swedish time."""
    entered_by_staff: bool = False

    @classmethod
    def of(cls, event: SurveyAnswered) -> Self:
        return cls(id=str(event.id), case_id=str(event.case_id), **event.detail.model_dump())


class Surveys:
    """Keeps each answer once."""

    def __init__(self, answers: Collection[SurveyAnswer]) -> None:
        self._answers = answers

    async def keep(self, event: SurveyAnswered) -> None:
        """Store the answer; a second time does nothing."""
        try:
            await self._answers.insert(SurveyAnswer.of(event))
        except Duplicate:
            return
