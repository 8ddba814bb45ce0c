"""How a list is narrowed: what can be chosen, and how it stands in the address. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from services.workflow.worklists import WorkFilters
from shared.events.vocabulary import Channel, Kind, Status
from shared.identity.principal import Principal
from shared.organisation import Organisation
from shared.pages.choices import Choice, ChoiceGroup
from shared.pages.handling_words import DEGREES
from shared.pages.phrases import Label, Phrase, phrase
from shared.pages.words import CHANNELS, KINDS, STATUSES


class Nearness(StrEnum):
    """Due by when."""

    LATE = "forsenade"
    TODAY = "idag"
    WEEK = "vecka"

    def before(self, today: date) -> date:
        """The first Swedish day that is too late a due day."""
        days = {Nearness.LATE: 0, Nearness.TODAY: 1, Nearness.WEEK: 8}
        return today + timedelta(days=days[self])


@dataclass(frozen=True)
class Filter:
    """One thing to choose by; `name` stands in the address."""

    name: str
    label: Phrase
    choices: tuple[Choice, ...]
    groups: tuple[ChoiceGroup, ...] = ()

    @property
    def offered(self) -> Mapping[str, Label]:
        """What can be chosen, and how it reads."""
        choices = (*self.choices, *(each for group in self.groups for each in group.choices))
        return {choice.value: choice.label for choice in choices}


@dataclass(frozen=True)
class Part:
    """One thing that was chosen, and the address of the list without it."""

    text: Label
    without: str


@dataclass(frozen=True)
class Tab:
    """One of several lists, as a link."""

    address: str
    text: Phrase
    count: int | None
    chosen: bool


KIND, UNIT, CHANNEL, STATUS, SEVERITY, DUE = "typ", "enhet", "vag", "lage", "allvar", "tid"

_DUE_CHOICES = (
    Choice(Nearness.LATE, phrase("Försenade")),
    Choice(Nearness.TODAY, phrase("I dag eller tidigare")),
    Choice(Nearness.WEEK, phrase("Inom en vecka eller tidigare")),
)


def filters(organisation: Organisation, principal: Principal) -> tuple[Filter, ...]:
    """Those of the page, in its order. Units are those of the principal's board, or of all."""
    return (
        Filter(KIND, phrase("Slag"), tuple(Choice(kind, KINDS[kind]) for kind in Kind)),
        Filter(UNIT, phrase("Enhet"), (), tuple(_units(organisation, principal))),
        Filter(CHANNEL, phrase("Väg in"), tuple(Choice(each, CHANNELS[each]) for each in Channel)),
        Filter(STATUS, phrase("Läge"), tuple(Choice(each, STATUSES[each]) for each in OPEN)),
        Filter(
            SEVERITY,
            phrase("Allvar"),
            tuple(Choice(str(degree), words) for degree, words in DEGREES.items()),
        ),
        Filter(DUE, phrase("Klart senast"), _DUE_CHOICES),
    )


OPEN = (
    Status.RECEIVED,
    Status.REGISTERED,
    Status.ASSIGNED,
    Status.ASSESSED,
    Status.INVESTIGATING,
    Status.ACTING,
    Status.ANSWERED,
    Status.PAUSED,
)
"""The statuses in which there is something to do, in their order."""


def chosen(offered: Sequence[Filter], query: Mapping[str, str]) -> dict[str, str]:
    """What the address chooses; what is not offered is left out, as in an old bookmark."""
    return {
        each.name: query[each.name] for each in offered if query.get(each.name, "") in each.offered
    }


def work_filters(parts: Mapping[str, str], today: date) -> WorkFilters:
    """The same for the store."""
    due = parts.get(DUE)
    return WorkFilters(
        kind=(Kind(parts[KIND]),) if KIND in parts else (),
        unit=(parts[UNIT],) if UNIT in parts else (),
        channel=(Channel(parts[CHANNEL]),) if CHANNEL in parts else (),
        status=(Status(parts[STATUS]),) if STATUS in parts else (),
        severity=(int(parts[SEVERITY]),) if SEVERITY in parts else (),
        due_before=Nearness(due).before(today) if due else None,
    )


def address(path: str, parts: Mapping[str, str]) -> str:
    """The path with what is not empty of the parts."""
    kept = [(name, value) for name, value in parts.items() if value]
    return f"{path}?{urlencode(kept)}" if kept else path


def _units(organisation: Organisation, principal: Principal) -> Iterator[ChoiceGroup]:
    for board in organisation.boards:
        if principal.board in (None, board.id):
            depths: dict[str | None, int] = {None: -1}
            choices = []
            for unit in organisation.units_of(board.id):
                depths[unit.id] = depths[unit.parent] + 1
                choices.append(Choice(unit.id, unit.name, level=depths[unit.id]))
            yield ChoiceGroup(board.name, tuple(choices))
