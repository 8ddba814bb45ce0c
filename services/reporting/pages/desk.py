"""What every page of figures stands on, and how it is answered."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response

from services.reporting.counted_case import CountedCase
from services.reporting.facts_in_use import Cases, FactsInUse
from services.reporting.figures.dimensions import Dimension
from services.reporting.pages.asked import Asked, Choice, NotKnown
from services.reporting.pages.office import Office
from services.reporting.pages.reading import Reader
from services.reporting.pages.voice import Voice
from services.reporting.pages.words import DIMENSIONS, NameAndValue, Words
from shared.identity.roles import READ
from shared.identity.sessions import StaffMember

Values = Mapping[str, Any]
Make = Callable[[Asked, Cases, Voice], Values]
"""What stands on a page; pure, and may raise NotKnown."""


@dataclass(frozen=True)
class FigureDesk:
    """The frame, the facts, and what things are called."""

    office: Office
    facts: FactsInUse
    words: Words
    workflow_page: Callable[[str], str]
    """The whole address of a page of the workflow's."""

    @property
    def reader(self) -> Callable[[Request], Awaitable[StaffMember]]:
        """A dependency: lets in whoever may see figures."""
        return self.office.allowed(*READ)

    def reads(self, member: StaffMember) -> Reader:
        """Reads addresses for the member."""
        return Reader(
            self.office.organisation,
            self.words,
            self.office.boards(member),
            member.principal.board is None,
            self.office.today,
        )

    def voice(self, request: Request) -> Voice:
        """The language of the reader."""
        return Voice(self.office.frame.pages.language(request))

    async def page(
        self,
        request: Request,
        member: StaffMember,
        template: str,
        make: Make,
        own: Iterable[str] = (),
    ) -> Response:
        """The page of what its address asks; another that says what there is, for what is not.

        `own` are parameters of the page's; what the page makes as `own` of them is kept by the
        links to other periods, places and filters. Two round trips, those of the table of facts.
        """
        return await self.page_with_cases(request, member, template, make, None, own)

    async def page_with_cases(
        self,
        request: Request,
        member: StaffMember,
        template: str,
        make: Make,
        rows: Callable[[Sequence[CountedCase]], Sequence[object]] | None,
        own: Iterable[str] = (),
    ) -> Response:
        """The same with a row for each of the cases that stand as `behind` among the values.

        Two further round trips, where there are any.
        """
        reader, voice = self.reads(member), self.voice(request)
        path = self.office.frame.path(request)
        try:
            asked = reader.read(path, request.query_params.multi_items(), own)
            values = dict(await self.facts.read(lambda cases: make(asked, cases, voice)))
        except NotKnown as unknown:
            return self.not_known(request, member, unknown)
        if rows is not None:
            values["cases"] = rows(await self.facts.of_cases(values["behind"].ids))
        kept = values.get("own", ())
        context: dict[str, Any] = {
            "voice": voice,
            "asked": asked,
            "path": path,
            "periods": reader.periods(asked, path, *kept),
            "places": reader.places(asked, path, *kept),
            "units": self.units(reader, asked),
            "filters": self.filters(asked, path, kept),
            **values,
        }
        return self.office.frame.answer(request, member, template, **context)

    def filters(
        self, asked: Asked, path: str, more: Sequence[tuple[str, str]] = ()
    ) -> Sequence[Choice]:
        """What the cases are chosen by, each leading to the same page without it."""
        return [
            Choice(
                NameAndValue(DIMENSIONS[Dimension(name)], self.words.given(Dimension(name), value)),
                asked.address(
                    path,
                    *((name, other) for other in values if other != value),
                    *more,
                    without=(name,),
                ),
            )
            for name, values in asked.filters.items()
            for value in values
        ]

    def not_known(self, request: Request, member: StaffMember, unknown: NotKnown) -> Response:
        """The page that says what there is instead."""
        return self.office.frame.answer(
            request,
            member,
            "not_known.html",
            status=unknown.status,
            text=unknown.text,
            known=unknown.known,
        )

    def units(self, reader: Reader, asked: Asked) -> list[tuple[str, object, int]]:
        """Units to choose: id, name, and how deep they stand; of the board asked, or of all."""
        found: list[tuple[str, object, int]] = []
        for board in reader.boards:
            if asked.board in (None, board):
                depths: dict[str | None, int] = {None: -1}
                for unit in self.office.organisation.units_of(board.id):
                    depths[unit.id] = depths[unit.parent] + 1
                    found.append((unit.id, self.words.unit(unit.id), depths[unit.id]))
        return found
