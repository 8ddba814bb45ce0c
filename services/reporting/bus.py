"""The events that reporting takes in."""

from services.reporting.counting import Counting
from services.reporting.erasures import Erasures
from services.reporting.learning_cards.cards import LearningCards
from services.reporting.surveys import Surveys
from shared.bus.connection import Bus
from shared.bus.inbox import Inbox
from shared.bus.subscriptions import HANDLING, REPORTING_FACTS
from shared.events.envelope import FactsEvent
from shared.events.submissions import SurveyAnswered
from shared.events.upkeep import CaseErased, CaseSnapshot

COUNTED = ("case.received", *HANDLING)


def receive(
    bus: Bus, counting: Counting, erasures: Erasures, surveys: Surveys, cards: LearningCards
) -> None:
    """Have each event handled.

    What happens to a case is read as FactsEvent, which has neither `content` nor `detail`: what
    reporting does not read, it cannot store. Survey answers are numbers alone.
    """
    inbox = Inbox(bus, REPORTING_FACTS)

    async def count(event: FactsEvent) -> None:
        """Count the case by its newest facts."""
        await counting.count(event)

    async def collect(snapshot: CaseSnapshot) -> None:
        """Collect the facts for the rebuild that asked for them."""
        await counting.collect(snapshot)

    async def erase(event: CaseErased) -> None:
        """Count the case, take it out of learning cards, and answer that nothing is kept.

        In this order: whoever makes a card of it meanwhile finds it erased afterwards.
        """
        await counting.count(event)
        await cards.forget(str(event.case_id))
        await erasures.answer(event)

    async def keep_answers(event: SurveyAnswered) -> None:
        """Keep what was answered to the survey."""
        await surveys.keep(event)

    inbox.on(FactsEvent, count, types=COUNTED)
    inbox.on(CaseSnapshot, collect)
    inbox.on(CaseErased, erase)
    inbox.on(SurveyAnswered, keep_answers)
