"""Takes rows over, a batch at a time: each becomes a case once, however often the list is sent."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.intake.imports.consistency import oddities
from services.intake.imports.documents import KnownRow
from services.intake.imports.earlier_case import EarlierCase, Setting
from services.intake.imports.history import Taking, case_id_of, take_over, told_by
from services.intake.imports.reading import Told
from services.intake.imports.records import Broken
from services.intake.imports.row import read_row
from services.intake.imports.row_fault import Effect, Fault, RowRejected, RowRemark
from services.intake.imports.tally import Outcome, RowResult
from services.intake.submission import Submission
from shared.clock import Clock
from shared.errors import LyhordError
from shared.faults import Fault as Kill
from shared.faults import no_fault
from shared.metrics import IMPORTED_ROWS
from shared.store.collection import Collection
from shared.store.errors import Conflict, Duplicate

_READ_AT_ONCE = 20
"""Rows after which others get their turn."""
_REFERENCES_TRIED = 20

_OTHERWISE = "says otherwise than what was taken over before; the case is left as it is"


@dataclass(frozen=True, slots=True)
class _Read:
    row: int
    told: Mapping[str, str]
    case: EarlierCase
    remarks: tuple[RowRemark, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of a batch's rows, in their order, and the cases that are new."""

    results: Sequence[RowResult]
    stored: Sequence[str]


class RowTaking:
    """Of one import. With `strict` a row that would be remarked on is rejected."""

    def __init__(
        self,
        submissions: Collection[Submission],
        known: Collection[KnownRow],
        setting: Setting,
        taking: Taking,
        clock: Clock,
        *,
        strict: bool,
        dry_run: bool,
        kill: Kill = no_fault,
    ) -> None:
        self._submissions = submissions
        self._known = known
        self._setting = setting
        self._taking = taking
        self._clock = clock
        self._strict = strict
        self._dry_run = dry_run
        self._kill = kill
        self._tried: set[str] = set()
        """New cases of a batch whose writing was not answered: they may be there by now."""

    def dry(self) -> "RowTaking":
        """The same, which only looks."""
        return RowTaking(
            self._submissions,
            self._known,
            self._setting,
            self._taking,
            self._clock,
            strict=self._strict,
            dry_run=True,
        )

    async def take(self, found: Sequence[Told | Broken]) -> Batch:
        """Take what can be taken. Raises StoreUnavailable or StoreRefused.

        When it does, the same batch may be given again; what was written then counts as taken.
        """
        results: dict[int, RowResult] = {}
        first: dict[str, _Read] = {}
        later: list[tuple[str, _Read]] = []
        for position, each in enumerate(found):
            if position % _READ_AT_ONCE == 0:
                await asyncio.sleep(0)
            read = self._read(each)
            if isinstance(read, RowResult):
                results[read.row] = read
                continue
            case_id = str(case_id_of(self._taking.source, read.case.external_id))
            if case_id in first:
                later.append((case_id, read))
            else:
                first[case_id] = read
        known = await self._found(list(first))
        new = [each for each in first if each not in known or each in self._tried]
        for case_id in new:
            known.pop(case_id, None)
        missed = [] if self._dry_run else await self._stored(first, new)
        known |= await self._found(missed)
        for case_id, read in first.items():
            results[read.row] = (
                self._compared(read, known[case_id])
                if case_id in known
                else RowResult(read.row, Outcome.TAKEN, read.remarks)
            )
        for case_id, read in later:
            results[read.row] = _against(read, first[case_id].case)
        in_order = [results[each.row] for each in found]
        if not self._dry_run:
            for result in in_order:
                IMPORTED_ROWS.labels(outcome=result.outcome).inc()
        stored = [] if self._dry_run else [each for each in new if each not in known]
        return Batch(in_order, stored)

    def _read(self, found: Told | Broken) -> _Read | RowResult:
        if isinstance(found, Broken):
            fault = Fault(column=None, what=found.what, allowed=found.allowed)
            return _rejected(found.row, [fault])
        try:
            case = read_row(found.cells, self._setting)
        except RowRejected as rejected:
            return _rejected(found.row, rejected.faults)
        odd = list(oddities(case))
        if odd and self._strict:
            return _rejected(found.row, odd)
        remarks = tuple(fault.of_row(found.row, Effect.REMARK) for fault in odd)
        return _Read(found.row, found.cells, case, remarks)

    async def _found(self, case_ids: Sequence[str]) -> dict[str, KnownRow]:
        if not case_ids:
            return {}
        found = await self._known.find({"_id": {"$in": list(case_ids)}}, fields=KnownRow.fields)
        return {each.id: each for each in found}

    async def _stored(self, rows: Mapping[str, _Read], new: Sequence[str]) -> Sequence[str]:
        """Store the new ones; which of them somebody else has stored meanwhile."""
        at = self._clock.now()
        tried, self._tried = self._tried, {*self._tried, *new}
        outcomes = await asyncio.gather(
            *(self._store(rows[case_id], at) for case_id in new), return_exceptions=True
        )
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        if new:
            self._kill("import.batch_stored")
        self._tried.clear()
        written = zip(new, outcomes, strict=True)
        return [case_id for case_id, stored in written if not stored and case_id not in tried]

    async def _store(self, read: _Read, at: datetime) -> bool:
        for salt in range(_REFERENCES_TRIED):
            submission, event = take_over(read.case, read.told, self._taking, at, salt)
            try:
                await self._submissions.insert(submission, [event])
            except Duplicate as duplicate:
                if duplicate.index == "_id":
                    return False
            else:
                return True
        raise Conflict("no free reference was found for a row: send the list again")

    def _compared(self, read: _Read, known: KnownRow) -> RowResult:
        if known.posted is None or known.fingerprint == read.case.fingerprint:
            # Of a case whose personal data are destroyed nothing is left to compare with.
            return RowResult(read.row, Outcome.UNCHANGED)
        earlier = told_by(known.posted)
        try:
            return _against(read, read_row(earlier, self._setting))
        except LyhordError:
            # What could be taken then cannot be read now: the organisation has changed.
            names = sorted(
                name
                for name in {*earlier, *read.told}
                if earlier.get(name, "").strip() != read.told.get(name, "").strip()
            )
            return _differing(read.row, names)


def _against(read: _Read, earlier: EarlierCase) -> RowResult:
    return _differing(read.row, read.case.differing_columns(earlier))


def _differing(row: int, names: Sequence[str]) -> RowResult:
    if not names:
        return RowResult(row, Outcome.UNCHANGED)
    remarks = (Fault(column=name, what=_OTHERWISE).of_row(row, Effect.DIFFERS) for name in names)
    return RowResult(row, Outcome.DIFFERS, tuple(remarks))


def _rejected(row: int, faults: Sequence[Fault]) -> RowResult:
    return RowResult(row, Outcome.REJECTED, tuple(fault.of_row(row) for fault in faults))
