"""Raising signals, once each; knowing which still hold, and who has seen them."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

import structlog

from services.reporting.periods import months
from services.reporting.signals.detecting import detected
from services.reporting.signals.families import YEAR
from services.reporting.signals.kept import KeptSignal, Reckoned, Sighting, State
from services.reporting.signals.signal import Signal, SignalKind
from services.reporting.signals.silence import month_names
from services.reporting.signals.zeros import Zeros
from services.reporting.table.following import FactTable
from shared.clock import Clock, local_date
from shared.errors import PermanentError, TransientError
from shared.events.envelope import Actor
from shared.events.upkeep import SignalDetail, SignalRaised
from shared.events.vocabulary import Role
from shared.ids import derived_id
from shared.organisation import Organisation
from shared.store.collection import Collection
from shared.store.errors import Duplicate
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

SERVICE = "reporting"
LOOK_SECONDS = 600.0
"""How often each copy looks whether the day's signals have been reckoned."""


class UnknownSignal(PermanentError):
    """There is no such signal."""

    slug: ClassVar[str] = "signal_unknown"


class SignalRegister:
    """In any number of copies: what they raise has ids of its own, and is inserted once.

    All methods raise StoreUnavailable or StoreRefused.
    """

    def __init__(
        self,
        signals: VersionedCollection[KeptSignal],
        days: Collection[Reckoned],
        zeros: Zeros,
        table: FactTable,
        organisation: Organisation,
        clock: Clock,
    ) -> None:
        self._signals = signals
        self._days = days
        self._zeros = zeros
        self._table = table
        self._organisation = organisation
        self._clock = clock

    async def run(self) -> None:
        """Reckon once a day, whichever copy gets there first; for ever."""
        while True:
            try:
                await self.reckon_if_due()
            except TransientError as error:
                log.warning("signals_wait", slug=error.slug)
            await asyncio.sleep(LOOK_SECONDS)

    async def reckon_if_due(self) -> None:
        """Reckon unless that has been done today. One read where it has."""
        today = local_date(self._clock.now()).isoformat()
        if await self._days.get(today) is not None:
            return
        holding = await self.reckon()
        # Written last: whoever is stopped before has it done again, and finds what was raised.
        done = Reckoned(id=today, reckoned_at=self._clock.now(), holding=holding)
        try:
            await self._days.insert(done)
        except Duplicate:
            return

    async def reckon(self) -> int:
        """Raise what is new, renew what still holds, and let lapse what does not; how many hold.

        Three reads beside the table's, and one write for each signal that is new or changed.
        """
        now = self._clock.now()
        today = local_date(now)
        table = await self._table.facts()
        year = months(today.replace(day=1), -YEAR)
        signed = await self._zeros.by_unit(month_names(year))
        known = {each.id: each for each in await self._signals.find({"holds": True})}
        found = await asyncio.to_thread(detected, table, self._organisation, today, signed)
        for signal in found:
            await self._take(signal, known.pop(str(signal.id), None), now)
        for gone in known.values():
            await self._signals.replace(gone.lapsed(now), gone.seq)
        log.info("signals_reckoned", holding=len(found), lapsed=len(known))
        return len(found)

    async def listed(
        self,
        boards: Sequence[str],
        units: Sequence[str] = (),
        kinds: Sequence[SignalKind] = (),
        states: Sequence[State] = (),
    ) -> list[KeptSignal]:
        """Those of the boards, the newest first and then by kind; of all where none is named."""
        also: dict[str, object] = {}
        if units:
            also["unit"] = {"$in": list(units)}
        if kinds:
            also["kind"] = {"$in": [str(kind) for kind in kinds]}
        if states and State.PAST not in states:
            also["holds"] = True
        found = await self._signals.find({"board": {"$in": list(boards)}}, also=also or None)
        wanted = [each for each in found if not states or each.state in states]
        order = list(SignalKind)
        by_kind = sorted(wanted, key=lambda each: (order.index(each.kind), each.id))
        return sorted(by_kind, key=lambda each: each.raised_at, reverse=True)

    async def get(self, signal_id: str) -> KeptSignal:
        """The signal. Raises UnknownSignal."""
        signal = await self._signals.get(signal_id)
        if signal is None:
            raise UnknownSignal("There is no such signal.")
        return signal

    async def seen(self, signal_id: str, who: Actor, reason: str) -> KeptSignal:
        """Note who has seen it and why it is so; the same again changes nothing.

        A read and a write, and again as often as somebody else was faster. Raises UnknownSignal.
        """
        sighting = Sighting(by=who.id, role=who.role, at=self._clock.now(), reason=reason)
        while True:
            signal = await self.get(signal_id)
            changed = signal.sighted(sighting)
            if changed is None:
                return signal
            if await self._signals.replace(changed, signal.seq):
                return changed

    async def _take(self, signal: Signal, known: KeptSignal | None, now: datetime) -> None:
        if known is None:
            kept = KeptSignal.of(signal, now)
            try:
                await self._signals.insert(kept, events=[self._raised(signal)])
            except Duplicate:
                known = await self._signals.get(kept.id)
        if known is not None and (changed := known.found_again(signal, now)):
            # If somebody else was faster, it is renewed at the next reckoning.
            await self._signals.replace(changed, known.seq)

    def _raised(self, signal: Signal) -> SignalRaised:
        now = self._clock.now()
        return SignalRaised(
            id=derived_id(signal.id, SignalRaised.routing_key),
            occurred_at=now,
            recorded_at=now,
            case_id=signal.id,
            actor=Actor(role=Role.SERVICE, id=SERVICE),
            correlation_id=signal.id,
            producer=SERVICE,
            detail=SignalDetail(
                signal=signal.id,
                kind=signal.kind,
                board=signal.scope.board,
                unit=signal.scope.unit,
                aspect=signal.scope.aspect,
                value=signal.scope.value,
                first=signal.period.first,
                last=signal.period.last,
            ),
        )
