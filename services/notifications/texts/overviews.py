"""Mails that tell staff of many cases: the digest of a day, and the lists. Nothing personal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.notifications.notices.notices import Notice
from services.notifications.notices.tellings import Occurrence
from services.notifications.staff.posts import Posts
from services.notifications.texts.letters import Links
from services.notifications.texts.mail import Mail
from services.notifications.texts.posting import mail_to_staff
from services.notifications.texts.texts import Example, TextName, Texts
from services.notifications.watched import WatchedCase
from shared.deadlines.deadline import Deadline, DeadlineState
from shared.events.facts import CaseFacts
from shared.organisation import Organisation
from shared.pages.formats import NO_BREAK_SPACE, Formats
from shared.pages.languages import Language

LINES_SHOWN = 40
"""Of one heading; how many there are stands above them."""


class Heading(StrEnum):
    """What the cases under it have in common."""

    LATE = "late"
    SOON = "soon"
    NEW = "new"
    WRITTEN = "written"
    DISPUTED = "disputed"
    UNREACHED = "unreached"
    REMINDED = "reminded"
    OTHER = "other"
    UNANSWERED = "unanswered"
    PAUSED = "paused"
    UNNUMBERED = "unnumbered"
    NO_UNIT = "no_unit"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Line:
    """One case under a heading."""

    number: str
    """The diary number, or the reference as long as there is none."""
    unit: str | None
    about: str | None
    """What and by when, or since when, as the heading goes on."""
    link: str
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, how many cases are under it, and the first of them."""

    heading: str
    title: str
    """The heading in words."""
    count: int
    lines: tuple[Line, ...]

    @property
    def hidden(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class Overview:
    """What a template tells."""

    board: str
    day: str
    count: int
    sections: tuple[Section, ...]
    more: bool
    """Whether there are further cases that were not even counted."""
    instead_of: str | None
    work: str
    settings: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A case under a heading, as whoever gathers a list has found it."""

    heading: Heading
    case: WatchedCase
    day: date | None = None
    deadline: Deadline | None = None
    instead_of: str | None = None


class OverviewWriter:
    """Writes them. Raises TextUnusable for a template that cannot be used."""

    def __init__(self, texts: Texts, organisation: Organisation, links: Links) -> None:
        self._texts = texts
        self._organisation = organisation
        self._links = links
        self._posts = Posts(organisation)

    def digest(
        self,
        notice: Notice,
        address: str,
        holding: Sequence[tuple[Notice, WatchedCase]],
        *,
        more: bool,
        now: datetime,
    ) -> Mail:
        """One mail of what each notice says of its case; the same thing is said once."""
        entries = [self._entry(notice, each, case, now) for each, case in holding]
        return self._mail(TextName.DIGEST, notice, address, _once(entries), more=more)

    def list_mail(
        self,
        name: TextName,
        notice: Notice,
        address: str,
        entries: Sequence[Entry],
        *,
        more: bool,
        instead: bool,
    ) -> Mail:
        """A list of cases; `instead` where its reader gets it for an account that is away."""
        instead_of = self._posts.said(notice.recipient) if instead else None
        return self._mail(name, notice, address, entries, more=more, instead_of=instead_of)

    def _mail(
        self,
        name: TextName,
        notice: Notice,
        address: str,
        entries: Sequence[Entry],
        *,
        more: bool,
        instead_of: str | None = None,
    ) -> Mail:
        board = self._posts.board(notice.recipient) or self._organisation.known_board(
            self._organisation.default_board
        )
        overview = Overview(
            board=board.name.sv,
            day=_said(notice.due) or "",
            count=len({entry.case.id for entry in entries}),
            sections=tuple(self._sections(entries)),
            more=more,
            instead_of=instead_of,
            work=self._links.work,
            settings=self._links.mail_settings,
        )
        text = self._texts.write(name, Language.SWEDISH, values_of(overview), board.id)
        return mail_to_staff(notice, board, address, board.name.sv, text)

    def _entry(self, digest: Notice, notice: Notice, case: WatchedCase, now: datetime) -> Entry:
        own = self._posts.address(notice.recipient) == self._posts.address(digest.recipient)
        instead_of = None if own else self._posts.said(notice.recipient)
        deadline = case.open_deadline(notice.rule, notice.due, notice.measure)
        if deadline is None:
            return Entry(_OF_STEP.get(notice.rule, Heading.OTHER), case, instead_of=instead_of)
        heading = _OF_DEADLINE.get(deadline.state(now), Heading.REMINDED)
        return Entry(heading, case, deadline.due, deadline, instead_of)

    def _sections(self, entries: Sequence[Entry]) -> Iterator[Section]:
        for heading in Heading:
            under = [entry for entry in entries if entry.heading is heading]
            if under:
                ordered = sorted(under, key=lambda each: (each.day or date.max, each.case.id))
                lines = tuple(self._line(each) for each in ordered[:LINES_SHOWN])
                yield Section(heading, _TITLES[heading], len(under), lines)

    def _line(self, entry: Entry) -> Line:
        facts = entry.case.facts
        unit = self._organisation.unit(facts.unit, facts.board) if facts.unit else None
        return Line(
            number=facts.diary_number or facts.reference,
            unit=unit.name.sv if unit else None,
            about=self._about(entry, facts),
            link=self._links.case(entry.case.case_id),
            instead_of=entry.instead_of,
        )

    def _about(self, entry: Entry, facts: CaseFacts) -> str | None:
        day = _said(entry.day)
        if entry.deadline is not None:
            number = entry.deadline.measure
            measure = "" if number is None else f" (åtgärd {number})"
            return f"{self._rule(entry.deadline, facts)}{measure}, senast {day}"
        if day is None:
            return None
        return f"skulle vila till {day}" if entry.heading is Heading.PAUSED else f"inkom {day}"

    def _rule(self, deadline: Deadline, facts: CaseFacts) -> str:
        rule = self._organisation.known_board(facts.board).deadline(deadline.rule)
        return rule.name.sv if rule else deadline.rule


_TITLES = {
    Heading.LATE: "Försenade",
    Heading.SOON: "Ska snart vara klara",
    Heading.NEW: "Nya för dig",
    Heading.WRITTEN: "Den som lämnade ärendet har skrivit",
    Heading.DISPUTED: "Den som lämnade ärendet håller inte med",
    Heading.UNREACHED: "Den som lämnade ärendet har inte nåtts",
    Heading.REMINDED: "Att påminna om",
    Heading.OTHER: "Annat att göra",
    Heading.UNANSWERED: "Utan svar i mer än en månad",
    Heading.PAUSED: "Vilar längre än tänkt",
    Heading.UNNUMBERED: "Utan diarienummer efter ett dygn",
    Heading.NO_UNIT: "Utan enhet",
    Heading.DOCUMENTS: "Handlingar saknas",
}
"""In Swedish, the language of the administration."""

_OF_DEADLINE = {
    DeadlineState.RUNNING: Heading.SOON,
    DeadlineState.EXTENDED: Heading.SOON,
    DeadlineState.BREACHED: Heading.LATE,
}
_OF_STEP: dict[str, Heading] = {
    Occurrence.ASSIGNED: Heading.NEW,
    Occurrence.COMPLAINANT_WROTE: Heading.WRITTEN,
    Occurrence.DISPUTED: Heading.DISPUTED,
    Occurrence.NOT_REACHED: Heading.UNREACHED,
}


def values_of(overview: Overview) -> dict[str, object]:
    """As a template takes them."""
    sections = [{**asdict(section), "hidden": section.hidden} for section in overview.sections]
    return {**asdict(overview), "sections": sections}


def overview_examples() -> Iterator[Example]:
    """What the templates must be able to tell; tried when the service starts."""
    line = Line(
        number="SN 2026-00047",
        unit="Försörjningsstöd",
        about="Svara, senast 6 december 2026",
        link="https://arenden.exempelkommun.example/arenden/1",
    )
    bare = replace(line, unit=None, about=None, instead_of="Enhetschef, Försörjningsstöd")
    every = tuple(
        Section(heading, _TITLES[heading], count, lines)
        for heading in Heading
        for count, lines in ((1, (line,)), (LINES_SHOWN + 5, (line, bare)))
    )
    full = Overview(
        board="Socialnämnden",
        day="23 november 2026",
        count=45,
        sections=every,
        more=True,
        instead_of="Samordnare, Socialnämnden",
        work="https://arenden.exempelkommun.example/arbete",
        settings="https://utskick.exempelkommun.example/franvaro",
    )
    one = replace(full, count=1, sections=every[:1], more=False, instead_of=None)
    for name in (TextName.DIGEST, TextName.COORDINATOR_LIST, TextName.REGISTRAR_LIST):
        for overview in (full, one):
            yield Example(name, Language.SWEDISH, values_of(overview))


def _once(entries: Iterable[Entry]) -> list[Entry]:
    """Without those that say the same of the same case."""
    seen: dict[tuple[str, str, str | None], Entry] = {}
    for entry in entries:
        rule = entry.deadline.key if entry.deadline else None
        kept = seen.setdefault((entry.heading, entry.case.id, rule), entry)
        if kept.instead_of is not None and entry.instead_of is None:
            seen[entry.heading, entry.case.id, rule] = entry
    return list(seen.values())


def _said(day: date | None) -> str | None:
    # A no-break space in plain text would keep a reader from searching for the day.
    return Formats(Language.SWEDISH).day(day).replace(NO_BREAK_SPACE, " ") if day else None
