"""The diary: the board's journal of cases by date and number (OSL 5:2, R24–R31).

The entry is a part of the case's own document. So number and case are written together, a case
has one number, and the number that is unique by index is the only truth: there is no counter
that could run ahead of it.
"""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from shared.events.envelope import Actor
from shared.events.vocabulary import Channel, Kind
from shared.organisation.boards import Board
from shared.organisation.units import Unit

_KINDS = {
    Kind.COMPLAINT: "Klagomål",
    Kind.VIEW: "Synpunkt",
    Kind.SUGGESTION: "Förslag",
    Kind.PRAISE: "Beröm",
    Kind.DEVIATION: "Avvikelse",
    Kind.LEX_SARAH: "Lex Sarah-rapport",
}
_SENDERS = {
    Channel.IVO: "Inspektionen för vård och omsorg",
    Channel.REGION: "Region",
    Channel.PARTNER: "Annan vårdgivare eller myndighet",
}


class DiaryCorrection(BaseModel):
    """A line that was wrong: what stood there, who put it right, when and why."""

    model_config = ConfigDict(frozen=True)

    field: str
    stood: str
    by: Actor
    at: datetime
    reason: str


class DiaryEntry(BaseModel):
    """One line of the journal. The day is Swedish. Holds no identity of the individual."""

    model_config = ConfigDict(frozen=True)

    board: str
    year: int
    serial: int
    number: str
    """As the board prints it."""
    registered_on: date
    received_on: date
    sender: str
    """From whom, by kind: the individual's name stays out so that the diary can be public."""
    matter: str
    closed_on: date | None = None
    corrections: tuple[DiaryCorrection, ...] = ()
    """What stood before, for each line that was put right (JO 4639-2007)."""


def matter_line(kind: Kind, unit: Unit | None, board: Board) -> str:
    """What the case is about without identity, from its type and unit."""
    return f"{_KINDS[kind]}, {(unit.name if unit else board.name).sv}"


def sender_line(channel: Channel, anonymous: bool) -> str:
    """From whom, by kind."""
    return _SENDERS.get(channel, "Anonym" if anonymous else "Enskild")


def corrected(
    entry: DiaryEntry, lines: Mapping[str, str | date], by: Actor, at: datetime, reason: str
) -> DiaryEntry:
    """The entry with the lines put right; what stood is kept."""
    corrections = tuple(
        DiaryCorrection(field=name, stood=str(getattr(entry, name)), by=by, at=at, reason=reason)
        for name in lines
    )
    return entry.model_copy(update={**lines, "corrections": (*entry.corrections, *corrections)})
