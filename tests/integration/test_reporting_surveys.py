"""Answers to the survey in reporting, on a real store."""

from collections.abc import AsyncIterator, Callable
from datetime import date

import pytest

from services.reporting.surveys import SurveyAnswer, Surveys
from shared.events.envelope import Actor
from shared.events.submissions import SurveyAnswered, SurveyDetail
from shared.events.vocabulary import Role
from shared.ids import new_id
from shared.settings import Settings
from shared.store.collection import Collection
from shared.store.database import Database
from tests.support.submissions import MOMENT


@pytest.fixture
async def answers(
    settings_for: Callable[..., Settings],
) -> AsyncIterator[Collection[SurveyAnswer]]:
    database = Database(settings_for(), "reporting")
    answers = database.collection(SurveyAnswer)
    await database.prepare()
    yield answers
    await database.drop()
    await database.close()


async def test_an_answer_that_comes_twice_is_kept_once(answers: Collection[SurveyAnswer]) -> None:
    event = SurveyAnswered(
        id=new_id(),
        occurred_at=MOMENT,
        recorded_at=MOMENT,
        case_id=new_id(),
        actor=Actor(role=Role.COMPLAINANT),
        correlation_id=new_id(),
        producer="intake",
        detail=SurveyDetail(
            survey="after-closing.v1",
            answers={"treatment": 5, "handling": 0},
            answered_on=date(2026, 3, 2),
        ),
    )
    surveys = Surveys(answers)

    await surveys.keep(event)
    await surveys.keep(event)

    (kept,) = await answers.find({})
    assert kept.case_id == str(event.case_id)
    assert kept.answers == {"treatment": 5, "handling": 0}
    assert kept.answered_on == date(2026, 3, 2)
