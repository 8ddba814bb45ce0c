"""Reading the facts that are in use."""

from services.reporting.counted_case import CountedCase
from services.reporting.fact_collections import FactCollections, Facts
from services.reporting.questions import Question, where
from services.reporting.statistics import Statistics, pipeline, rows
from shared.organisation import Organisation


class FactsInUse:
    """Answers from the collection that the projection names at that moment.

    All methods raise StoreUnavailable or StoreRefused.
    """

    def __init__(self, collections: FactCollections, organisation: Organisation) -> None:
        self._collections = collections
        self._organisation = organisation

    async def statistics(self, question: Question) -> Statistics:
        """Count what is asked about. Raises UnknownFilter."""
        wanted = where(question, self._organisation)
        groups = await (await self._facts()).aggregate(pipeline(wanted, question.group_by))
        return Statistics(question.group_by, rows(groups, question.group_by))

    async def case(self, case_id: str) -> CountedCase | None:
        """The case as it is counted, or None."""
        return await (await self._facts()).get(case_id)

    async def _facts(self) -> Facts:
        return await self._collections.facts((await self._collections.projection()).active)
