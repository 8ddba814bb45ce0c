"""Answers to the survey after a case is closed (R86): one for each closing, without free text."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

import structlog

from services.intake.submission import PRODUCER
from shared.clock import Clock, local_date
from shared.errors import PermanentError
from shared.events.envelope import Actor
from shared.events.facts import CaseFacts
from shared.events.submissions import SurveyAnswered, SurveyDetail
from shared.events.vocabulary import Role, Status
from shared.ids import derived_id
from shared.organisation import Survey
from shared.store.collection import Collection
from shared.store.documents import Document
from shared.store.errors import Duplicate

log = structlog.get_logger()

ASKED_WHEN = frozenset({Status.CLOSED, Status.FOLLOWED_UP})


class SurveyAnswer(Document):
    """One person's answers; `_id` comes from the case and how often it has been reopened."""

    collection: ClassVar[str] = "survey_answers"

    case_id: str
    survey: str
    answers: dict[str, int]
    answered_on: date
    """A day in Swedish time."""
    created_at: datetime
    entered_by: str | None = None
    """The account that entered what was said in the closing talk; None where the complainant
    answered by themselves."""


class NotAsked(PermanentError):
    """The case is not closed, so that nobody is asked how it went."""

    slug: ClassVar[str] = "survey_not_asked"


class Surveys:
    """Every method raises TransientError when the store does not do its part."""

    def __init__(self, answers: Collection[SurveyAnswer], clock: Clock) -> None:
        self._answers = answers
        self._clock = clock

    async def answered(self, case_id: UUID, facts: CaseFacts) -> bool:
        """Whether the survey of this closing is answered already."""
        return await self._answers.get(_id_of(case_id, facts)) is not None

    async def answer(
        self,
        case_id: UUID,
        facts: CaseFacts,
        survey: Survey,
        answers: Mapping[str, int],
        *,
        entered_by: str | None = None,
    ) -> bool:
        """Store the answers and publish them. False when there are answers already: those stay.

        `answers` are numbers by question id, one at least; `entered_by` is the account of whoever
        asked in the closing talk. Raises NotAsked.
        """
        if facts.status not in ASKED_WHEN:
            raise NotAsked("the case is not closed")
        now = self._clock.now()
        answer = SurveyAnswer(
            id=_id_of(case_id, facts),
            case_id=str(case_id),
            survey=survey.edition,
            answers=dict(answers),
            answered_on=local_date(now),
            created_at=now,
            entered_by=entered_by,
        )
        try:
            await self._answers.insert(answer, [survey_answered(answer)])
        except Duplicate:
            return False
        log.info("survey_answered", case_id=answer.case_id, survey=answer.survey)
        return True


def survey_answered(answer: SurveyAnswer) -> SurveyAnswered:
    """The event that tells of it."""
    event_id = derived_id("survey.answered", answer.id)
    return SurveyAnswered(
        id=event_id,
        occurred_at=answer.created_at,
        recorded_at=answer.created_at,
        case_id=UUID(answer.case_id),
        actor=Actor(
            role=Role.STAFF if answer.entered_by else Role.COMPLAINANT, id=answer.entered_by
        ),
        correlation_id=event_id,
        producer=PRODUCER,
        detail=SurveyDetail(
            survey=answer.survey,
            answers=answer.answers,
            answered_on=answer.answered_on,
            entered_by_staff=answer.entered_by is not None,
        ),
    )


def _id_of(case_id: UUID, facts: CaseFacts) -> str:
    """A case that was reopened and closed again may be asked again."""
    return str(derived_id("survey", case_id, facts.reopened))
