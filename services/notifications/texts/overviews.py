"""Mails that tell staff of many cases: the digest of a day, and the lists. Nothing personal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.notifications.notices.notices import Notice
from services.notifications.notices.tellings import Occurrence
from services.notifications.staff.posts import Posts
from services.notifications.texts.letters import Links
from services.notifications.texts.mail import Mail
from services.notifications.texts.overview_letter import (
    LINES_SHOWN,
    TITLES,
    Heading,
    Line,
    Overview,
    Section,
    values_of,
)
from services.notifications.texts.posting import mail_to_staff
from services.notifications.texts.signals import ToldSignal, letter_of, line_of, name_of, once
from services.notifications.texts.signals import values_of as signal_values
from services.notifications.texts.texts import TextName, Texts
from services.notifications.watched import WatchedCase
from shared.deadlines.deadline import Deadline, DeadlineState
from shared.events.facts import CaseFacts
from shared.organisation import Board, Organisation
from shared.pages.formats import NO_BREAK_SPACE, Formats
from shared.pages.languages import Language


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
        holding: Sequence[tuple[Notice, WatchedCase | None]],
        *,
        more: bool,
        now: datetime,
    ) -> Mail:
        """One mail of what each notice says of its case, or of a signal, which is of none; the
        same thing is said once.

        Where there are only signals, the mail is of their own text.
        """
        entries = [self._entry(notice, each, case, now) for each, case in holding if case]
        signals = once(
            ToldSignal(each, each.signal, self._instead_of(notice, each))
            for each, _ in holding
            if each.signal is not None
        )
        if not entries:
            return self._signals_alone(notice, address, signals, more=more)
        further = self._signals_among(signals) if signals else ()
        return self._mail(TextName.DIGEST, notice, address, _once(entries), further, more=more)

    def _signals_alone(
        self, notice: Notice, address: str, told: Sequence[ToldSignal], *, more: bool
    ) -> Mail:
        board = self._board_of(notice)
        day = _said(notice.due) or ""
        letter = letter_of(told, board, day, self._organisation, self._links, more=more)
        values = signal_values(letter)
        text = self._texts.write(TextName.SIGNALS, Language.SWEDISH, values, board.id)
        return mail_to_staff(notice, board, address, board.name.sv, text)

    def _signals_among(self, told: Sequence[ToldSignal]) -> tuple[Section]:
        lines = tuple(
            Line(str(name_of(each.signal)), line.place, line.about, line.link, line.instead_of)
            for each in told[:LINES_SHOWN]
            for line in (line_of(each, self._organisation, self._links),)
        )
        return (Section(Heading.SIGNALS, TITLES[Heading.SIGNALS], len(told), lines),)

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
        further: Sequence[Section] = (),
        *,
        more: bool,
        instead_of: str | None = None,
    ) -> Mail:
        board = self._board_of(notice)
        overview = Overview(
            board=board.name.sv,
            day=_said(notice.due) or "",
            count=len({entry.case.id for entry in entries}),
            sections=(*self._sections(entries), *further),
            more=more,
            instead_of=instead_of,
            work=self._links.work,
            settings=self._links.mail_settings,
        )
        text = self._texts.write(name, Language.SWEDISH, values_of(overview), board.id)
        return mail_to_staff(notice, board, address, board.name.sv, text)

    def _entry(self, digest: Notice, notice: Notice, case: WatchedCase, now: datetime) -> Entry:
        instead_of = self._instead_of(digest, notice)
        deadline = case.open_deadline(notice.rule, notice.due, notice.measure)
        if deadline is None:
            return Entry(_OF_STEP.get(notice.rule, Heading.OTHER), case, instead_of=instead_of)
        heading = _OF_DEADLINE.get(deadline.state(now), Heading.REMINDED)
        return Entry(heading, case, deadline.due, deadline, instead_of)

    def _instead_of(self, digest: Notice, notice: Notice) -> str | None:
        own = self._posts.address(notice.recipient) == self._posts.address(digest.recipient)
        return None if own else self._posts.said(notice.recipient)

    def _board_of(self, notice: Notice) -> Board:
        """The reader's, in whose name the mail goes."""
        return self._posts.board(notice.recipient) or self._organisation.known_board(
            self._organisation.default_board
        )

    def _sections(self, entries: Sequence[Entry]) -> Iterator[Section]:
        for heading in Heading:
            under = [entry for entry in entries if entry.heading is heading]
            if under:
                ordered = sorted(under, key=lambda each: (each.day or date.max, each.case.id))
                lines = tuple(self._line(each) for each in ordered[:LINES_SHOWN])
                yield Section(heading, TITLES[heading], len(under), lines)

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
