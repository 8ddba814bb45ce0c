"""Finds the cases that one who is being taken in may be the same as."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from services.intake.case_request import CaseRequest
from services.intake.duplicates import Candidate, Likeness, ranked, words_in_common
from services.intake.found_by import NEAR, keys_nearby, keys_of_contact, keys_of_reference
from services.intake.placement import place
from services.intake.records import Records
from services.intake.secret_code import ReceiptKeys
from services.intake.submission import Submission
from shared.clock import Clock, local_date
from shared.organisation import Organisation

SAME_PERSON_SINCE = timedelta(days=366)
"""How old a case of the same person may be and still be shown."""

_FIELDS = tuple(
    "_id" if name == "id" else name for name in Submission.model_fields if name != "posted"
)


class DuplicateSearch:
    """Asks the store once for each case that is taken in."""

    def __init__(
        self, records: Records, organisation: Organisation, keys: ReceiptKeys, clock: Clock
    ) -> None:
        self._records = records
        self._organisation = organisation
        self._keys = keys
        self._clock = clock

    async def like(self, request: CaseRequest, board: str | None) -> tuple[Candidate, ...]:
        """Cases of the board, or of all boards where it is None, the likeliest first.

        Raises ImpossibleFields, and TransientError when the store does not do its part.
        """
        now = self._clock.now()
        today = local_date(now)
        placement = place(request, self._organisation, today)
        wanted = _Wanted(
            frozenset().union(*(keys_of_reference(request, key) for key in self._keys.keys)),
            frozenset().union(*(keys_of_contact(request, key) for key in self._keys.keys)),
            frozenset().union(*(keys_nearby(placement, today, key) for key in self._keys.keys)),
        )
        if not wanted.all:
            return ()
        found = await self._records.submissions.find(
            {"found_by": {"$in": sorted(wanted.all)}}, fields=_FIELDS
        )
        visible = [each for each in found if board is None or each.facts.board == board]
        return ranked(_candidates(request, visible, wanted, now))


class _Wanted:
    """The keys that are looked for, by what they would be a sign of."""

    def __init__(
        self, reference: frozenset[str], contact: frozenset[str], nearby: frozenset[str]
    ) -> None:
        self.reference = reference
        self.contact = contact
        self.all = reference | contact | nearby


def _candidates(
    request: CaseRequest, found: Iterable[Submission], wanted: _Wanted, now: datetime
) -> Iterator[Candidate]:
    for each in found:
        age = now - each.created_at
        if not wanted.reference.isdisjoint(each.found_by):
            yield _candidate(each, Likeness.REFERENCE)
        elif not wanted.contact.isdisjoint(each.found_by) and age <= SAME_PERSON_SINCE:
            yield _candidate(each, Likeness.CONTACT)
        elif age <= NEAR and (common := words_in_common(request.text, each.content.text)):
            yield _candidate(each, Likeness.WORDS, common)


def _candidate(found: Submission, likeness: Likeness, common: int = 0) -> Candidate:
    return Candidate(
        case_id=found.case_id,
        reference=found.reference,
        received_at=found.created_at,
        kind=found.facts.kind,
        board=found.facts.board,
        unit=found.facts.unit,
        text=found.content.text,
        likeness=likeness,
        common=common,
    )
