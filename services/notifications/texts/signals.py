"""Signals in a mail: what kind, where, about what and when, and where to read on.

Alone they are a mail of their own text; beside cases they are one heading of the day's digest.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from services.notifications.notices.notices import Notice
from services.notifications.notices.subjects import RaisedSignal
from services.notifications.texts.letters import Links, day_in_words
from services.notifications.texts.texts import Example, TextName
from shared.events.vocabulary import Cause
from shared.organisation import Board, Organisation
from shared.pages.languages import Language
from shared.pages.phrases import Phrase, phrase
from shared.pages.signal_words import SIGNAL_ADVICE, SIGNALS
from shared.pages.words import CAUSES

LINES_SHOWN = 40
"""Of one kind; how many there are stands above them."""
OF_ANOTHER_KIND = phrase("Något att titta närmare på")
"""What a kind is called that this release does not know."""


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal."""

    place: str
    """The unit, or the board where it is about the whole of it."""
    what: str | None
    """What the cases have in common: a category, a cause or a theme."""
    period: str | None
    """Whole months as months, other periods as days."""
    link: str
    instead_of: str | None = None

    @property
    def about(self) -> str | None:
        """What and when, in one."""
        what = f"”{self.what}”" if self.what else None
        return ", ".join(filter(None, (what, self.period))) or None


@dataclass(frozen=True, slots=True)
class SignalGroup:
    """The signals of one kind, how many there are, and the first of them."""

    kind: str
    title: str
    advice: str | None
    count: int
    lines: tuple[SignalLine, ...]

    @property
    def hidden(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class SignalsLetter:
    """What the template tells."""

    board: str
    day: str
    count: int
    groups: tuple[SignalGroup, ...]
    more: bool
    """Whether there are further ones that come with the next mail."""
    signals: str
    """Where all of them are."""
    settings: str


@dataclass(frozen=True, slots=True)
class ToldSignal:
    """A signal that a digest tells, and for whom its reader stands in."""

    notice: Notice
    signal: RaisedSignal
    instead_of: str | None = None


def once(told: Iterable[ToldSignal]) -> list[ToldSignal]:
    """Each signal once, of those that are the reader's own and another's the reader's own."""
    kept: dict[str, ToldSignal] = {}
    for each in told:
        known = kept.setdefault(str(each.notice.case_id), each)
        if known.instead_of is not None and each.instead_of is None:
            kept[str(each.notice.case_id)] = each
    return list(kept.values())


def letter_of(
    told: Sequence[ToldSignal],
    board: Board,
    day: str,
    organisation: Organisation,
    links: Links,
    *,
    more: bool,
) -> SignalsLetter:
    """What a mail of signals alone says; `board` is the reader's."""
    return SignalsLetter(
        board=board.name.sv,
        day=day,
        count=len(told),
        groups=tuple(_groups(told, organisation, links)),
        more=more,
        signals=links.signals,
        settings=links.mail_settings,
    )


def line_of(told: ToldSignal, organisation: Organisation, links: Links) -> SignalLine:
    """One signal in words."""
    notice, signal = told.notice, told.signal
    return SignalLine(
        place=place_of(notice, signal, organisation),
        what=_in_common(signal, organisation.board(notice.board or "-")),
        period=_period(signal),
        link=links.signal(notice.case_id),
        instead_of=told.instead_of,
    )


def name_of(signal: RaisedSignal) -> Phrase:
    """What its kind is called."""
    return SIGNALS.get(signal.kind, OF_ANOTHER_KIND)


def place_of(notice: Notice, signal: RaisedSignal, organisation: Organisation) -> str:
    """The unit's name; its id, or the board's, where the organisation has it no longer."""
    board = notice.board or "-"
    if signal.unit is not None:
        unit = organisation.unit(signal.unit, board)
        return unit.name.sv if unit else signal.unit
    known = organisation.board(board)
    return known.name.sv if known else board


def values_of(letter: SignalsLetter) -> dict[str, object]:
    """As a template takes them."""
    groups = [{**asdict(group), "hidden": group.hidden} for group in letter.groups]
    return {**asdict(letter), "groups": groups}


def signal_examples() -> Iterator[Example]:
    """What the template must be able to tell; tried when the service starts."""
    line = SignalLine(
        place="Försörjningsstöd, mottagning",
        what="Bemötande",
        period="oktober 2026",
        link="https://statistik.exempelkommun.example/signaler/1",
    )
    unit = replace(line, place="Vuxenenheten", what=None)
    bare = replace(unit, period=None, instead_of="Enhetschef, Försörjningsstöd")
    some = (
        _group("rise", 2, (line, unit)),
        _group("silent", 1, (replace(unit, period="augusti till oktober 2026"),)),
    )
    letter = SignalsLetter(
        board="Socialnämnden",
        day="23 november 2026",
        count=3,
        groups=some,
        more=False,
        signals="https://statistik.exempelkommun.example/signaler",
        settings="https://utskick.exempelkommun.example/franvaro",
    )
    every = tuple(_group(kind, LINES_SHOWN + 5, (line, bare)) for kind in (*SIGNALS, "another"))
    one = replace(letter, count=1, groups=(_group("cluster", 1, (line,)),))
    full = replace(letter, count=45 * len(every), groups=every, more=True)
    for each in (letter, one, full):
        yield Example(TextName.SIGNALS, Language.SWEDISH, values_of(each))


def _groups(
    told: Sequence[ToldSignal], organisation: Organisation, links: Links
) -> Iterator[SignalGroup]:
    """In the order of `SIGNALS`; kinds that are not known here are last, as one."""
    for kind in (*SIGNALS, None):
        under = [each for each in told if _known(each.signal.kind) == kind]
        if under:
            lines = sorted(
                (line_of(each, organisation, links) for each in under),
                key=lambda line: (line.place, line.what or ""),
            )
            yield _group(kind or "", len(under), tuple(lines[:LINES_SHOWN]))


def _known(kind: str) -> str | None:
    return kind if kind in SIGNALS else None


def _group(kind: str, count: int, lines: tuple[SignalLine, ...]) -> SignalGroup:
    advice = SIGNAL_ADVICE.get(kind)
    title = str(SIGNALS.get(kind, OF_ANOTHER_KIND))
    return SignalGroup(kind, title, str(advice) if advice else None, count, lines)


def _in_common(signal: RaisedSignal, board: Board | None) -> str | None:
    if signal.value is None:
        return None
    if signal.aspect == "cause" and signal.value in set(Cause):
        return str(CAUSES[Cause(signal.value)])
    category = board.category_list.find(signal.value) if board else None
    return category.name.sv if category and signal.aspect == "category" else signal.value


def _period(signal: RaisedSignal) -> str | None:
    if signal.first is None or signal.last is None:
        return None
    first, last = (day_in_words(day, Language.SWEDISH) for day in (signal.first, signal.last))
    if signal.first.day != 1 or (signal.last + timedelta(days=1)).day != 1:
        return f"{first} till {last}"
    # Whole months: "1 oktober 2026" without its day.
    since, until = first.partition(" ")[2], last.partition(" ")[2]
    if since == until:
        return until
    if signal.first.year == signal.last.year:
        since = since.partition(" ")[0]
    return f"{since} till {until}"
