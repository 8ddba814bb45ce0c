"""What is done with reports: made, written in, published, and compared with the facts of now."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import polars as pl

from services.reporting.report.asking import Asked, cases_of
from services.reporting.report.composing import Composed, composed
from services.reporting.report.content import ReportFigure
from services.reporting.report.correcting import Correction, corrections
from services.reporting.report.documents import FrozenFacts, Report, State
from services.reporting.report.freezing import Freezer
from services.reporting.report.guarding import Guard, Objection, objections
from services.reporting.report.headings import FIRST_TEXTS, SectionId
from services.reporting.report.references import Fault
from services.reporting.table.following import FactTable
from shared.clock import Clock
from shared.errors import PermanentError
from shared.identity.principal import Principal
from shared.ids import derived_id
from shared.organisation import Organisation
from shared.store.database import Database
from shared.store.errors import Duplicate
from shared.store.versioned import FIRST

_WITHOUT_CONTENT = tuple(name for name in Report.model_fields if name not in {"id", "content"})


class ReportRefused(PermanentError):
    """What was asked cannot be done with the report as it is."""

    slug: ClassVar[str] = "report_refused"


class DraftExists(ReportRefused):
    """Its board and period have a draft already, with this id."""

    def __init__(self, report_id: str) -> None:
        super().__init__("There is a draft for this board and period: edit or discard that one.")
        self.report_id = report_id


class ReportChanged(ReportRefused):
    """Somebody else was first; `seq` is what the report is at now."""

    def __init__(self, seq: int) -> None:
        super().__init__("Somebody else has changed the report. Read it again, then decide.")
        self.seq = seq


class AlreadyPublished(ReportRefused):
    """What is published never changes."""

    def __init__(self) -> None:
        super().__init__("The report is published and does not change. Make a new one.")


class NotPublished(ReportRefused):
    """A draft has the figures of now, and nothing to compare them with."""

    def __init__(self) -> None:
        super().__init__("The report is a draft and has the figures of now: publish it first.")


class TextFaulty(ReportRefused):
    """A text refers to figures that there are not."""

    def __init__(self, section: SectionId, faults: Sequence[Fault]) -> None:
        super().__init__("The text refers to figures that there are not.")
        self.section = section
        self.faults = tuple(faults)


class Contradicted(ReportRefused):
    """The texts say what the figures do not bear out."""

    def __init__(self, found: Sequence[Objection]) -> None:
        super().__init__("The texts contradict the figures. Mend each place, then publish again.")
        self.objections = tuple(found)


@dataclass(frozen=True)
class Rerun:
    """A published report made once more from the facts that it was made of."""

    composed: Composed
    differences: tuple[Correction, ...]
    """Figures that come out otherwise: definitions or the organisation have changed since."""


class Reports:
    """All methods raise StoreUnavailable or StoreRefused."""

    def __init__(
        self,
        database: Database,
        table: FactTable,
        organisation: Organisation,
        clock: Clock,
        guard: Guard,
    ) -> None:
        self._reports = database.versioned(Report)
        self._freezer = Freezer(database.collection(FrozenFacts))
        self._table = table
        self._organisation = organisation
        self._clock = clock
        self._guard = guard

    async def make(self, maker: Principal, board: str, first: date, last: date) -> Report:
        """A new draft. Raises DraftExists. Two round trips."""
        earlier = [
            report
            for report in await self.of_boards([board])
            if (report.first, report.last) == (first, last)
        ]
        edition = 1 + sum(report.state is State.PUBLISHED for report in earlier)
        report_id = str(derived_id("report", board, first, last, edition))
        now = self._clock.now()
        report = Report(
            id=report_id,
            seq=FIRST,
            board=board,
            first=first,
            last=last,
            edition=edition,
            texts=dict(FIRST_TEXTS),
            made_at=now,
            made_by=maker.id,
            edited_at=now,
            edited_by=maker.id,
        )
        try:
            await self._reports.insert(report)
        except Duplicate as error:
            raise DraftExists(report_id) from error
        return report

    async def of_boards(self, boards: Sequence[str]) -> list[Report]:
        """The boards' reports without their content, the latest period first. One round trip."""
        found = await self._reports.find({"board": {"$in": list(boards)}}, fields=_WITHOUT_CONTENT)
        return sorted(found, key=lambda each: (each.last, each.first, each.edition), reverse=True)

    async def found(self, report_id: str) -> Report | None:
        """The report, or None."""
        return await self._reports.get(report_id)

    async def composed(self, report: Report) -> Composed:
        """A draft with the figures of now. Of a published report, ask its `content`."""
        return await self._composed(await self._table.facts(), report)

    async def objections(self, report: Report) -> tuple[Objection, ...]:
        """What stands against publishing the draft as it is now."""
        table = await self._table.facts()
        made = await self._composed(table, report)
        return await self._objections(table, report, made)

    async def write(
        self, writer: Principal, report: Report, expected: int, section: SectionId, text: str
    ) -> Report:
        """Replace a section's text. Raises TextFaulty, AlreadyPublished or ReportChanged."""
        self._check_draft(report, expected)
        table = await self._table.facts()
        made = await self._composed(table, report.model_copy(update={"texts": {section: text}}))
        if faults := made.texts[section].faults:
            raise TextFaulty(section, faults)
        changed = report.model_copy(
            update={
                "seq": expected + 1,
                "texts": {**report.texts, section: text},
                "edited_at": self._clock.now(),
                "edited_by": writer.id,
            }
        )
        await self._replace(changed, expected)
        return changed

    async def discard(self, report: Report, expected: int) -> None:
        """Remove a draft. Raises AlreadyPublished or ReportChanged. One round trip."""
        self._check_draft(report, expected)
        if not await self._reports.delete({"_id": report.id, "seq": expected}):
            raise ReportChanged(await self._seq(report.id))

    async def publish(self, publisher: Principal, report: Report, expected: int) -> Report:
        """Freeze the report with the figures of now.

        Of two who publish at once one does, and the other is told. Killed anywhere, it is published
        or it is not: what it refers to is stored before. Raises Contradicted, AlreadyPublished or
        ReportChanged. Two round trips beside those of the table, for each 4 MB of facts one more.
        """
        self._check_draft(report, expected)
        table = await self._table.facts()
        made = await self._composed(table, report)
        if found := await self._objections(table, report, made):
            raise Contradicted(found)
        facts = await self._freezer.keep(await asyncio.to_thread(cases_of, table, report.span))
        published = report.model_copy(
            update={
                "seq": expected + 1,
                "state": State.PUBLISHED,
                "published_at": made.content.made_at,
                "published_by": publisher.id,
                "content": made.content,
                "facts": facts,
            }
        )
        try:
            await self._replace(published, expected)
        except ReportChanged:
            await self._freezer.drop(facts)
            raise
        return published

    async def corrections(self, report: Report) -> tuple[Correction, ...]:
        """What the figures of a published report have become since, in its order."""
        frozen, then = await self._frozen(report)
        table = await self._table.facts()
        made = await self._composed(table, report)
        now = await asyncio.to_thread(self._asked, table, report)
        return corrections(frozen, made.content.figures, then, now)

    async def rerun(self, report: Report) -> Rerun:
        """The report made again from the facts and texts as of its date."""
        frozen, then = await self._frozen(report)
        facts = await self._freezer.read(report.facts or "")
        made = await self._composed(facts, report)
        made = Composed(
            made.content.model_copy(update={"made_at": report.published_at}), made.texts
        )
        return Rerun(made, corrections(frozen, made.content.figures, then, then))

    async def _frozen(self, report: Report) -> tuple[Sequence[ReportFigure], Asked]:
        if report.content is None or report.facts is None:
            raise NotPublished
        facts = await self._freezer.read(report.facts)
        return report.content.figures, await asyncio.to_thread(self._asked, facts, report)

    def _asked(self, table: pl.DataFrame, report: Report) -> Asked:
        return Asked(table, report.span, self._organisation)

    async def _composed(self, table: pl.DataFrame, report: Report) -> Composed:
        texts: Mapping[SectionId, str] = report.texts
        return await asyncio.to_thread(
            composed, table, report.span, self._organisation, texts, self._clock.now()
        )

    async def _objections(
        self, table: pl.DataFrame, report: Report, made: Composed
    ) -> tuple[Objection, ...]:
        return await asyncio.to_thread(
            objections, made.texts, self._guard, report.span, table, self._organisation
        )

    @staticmethod
    def _check_draft(report: Report, expected: int) -> None:
        if report.state is State.PUBLISHED:
            raise AlreadyPublished
        if report.seq != expected:
            raise ReportChanged(report.seq)

    async def _replace(self, report: Report, expected: int) -> None:
        if not await self._reports.replace(report, expected):
            raise ReportChanged(await self._seq(report.id))

    async def _seq(self, report_id: str) -> int:
        now = await self._reports.get(report_id)
        return now.seq if now else 0
