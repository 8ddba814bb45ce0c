"""What a complainant is told by a person: the letter that is posted, the words of a call.

Made from the notice and the case as they are when somebody asks for it, and kept nowhere.
"""

from dataclasses import asdict, dataclass, field
from datetime import date

from services.notifications.deadlines.occasions import Stage
from services.notifications.notices.notices import Notice
from services.notifications.notices.tellings import Occurrence, still_holds
from services.notifications.texts.blocks import Block, blocks
from services.notifications.texts.letters import Links, acknowledgement_of, values_of
from services.notifications.texts.step_letters import TEXTS, to_complainant
from services.notifications.texts.texts import Text, TextName, Texts
from services.notifications.texts.writing import still_open, with_new_day
from services.notifications.watched import WatchedCase, untold
from shared.correspondence import Answer
from shared.events.notices import NoticeKind
from shared.events.submissions import Address
from shared.organisation import Organisation
from shared.pages.languages import Language, named

_WITH_CODE = frozenset({NoticeKind.ACKNOWLEDGEMENT, NoticeKind.SURVEY})
"""Letters with a QR code that leads to the page where a case is followed."""
_LINES_IN_WINDOW = 5


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody has written to the complainant, from the workflow. Personal."""

    answer: Answer | None = field(default=None, repr=False)
    message: str | None = field(default=None, repr=False)


NO_WORDS = Words()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to be printed. Personal."""

    language: Language
    municipality: str
    board: str
    phone: str
    email: str
    post: str
    recipient: tuple[str, ...] = field(repr=False)
    """Lines for the envelope's window; none of the address where it is not known."""
    passed_on: bool
    """Whether the registrar passes it on: it has no name and no address."""
    number: str
    """The diary number, or the reference as long as there is none."""
    day: date
    """The Swedish day it is printed."""
    blocks: tuple[Block, ...] = field(repr=False)
    follow: str | None
    """What its QR code leads to."""


class PaperWriter:
    """Writes letters, and what is said in calls, from the texts of the mails."""

    def __init__(self, texts: Texts, organisation: Organisation, links: Links) -> None:
        self._texts = texts
        self._organisation = organisation
        self._links = links

    def text_version(self, notice: Notice, case: WatchedCase) -> str:
        """Which text the notice is told with."""
        return self._texts.version(_name(notice), _language(case), case.facts.board)

    def holds(self, notice: Notice, case: WatchedCase | None) -> bool:
        """Whether what it is to say is still worth saying."""
        if case is None or case.erased_at is not None:
            return False
        match notice.kind:
            case NoticeKind.ACKNOWLEDGEMENT:
                return untold(case.facts)
            case NoticeKind.DELAY:
                return still_open(notice, case) is not None
            case _:
                return still_holds(Occurrence(notice.rule), notice.recipient, case.facts)

    def words(self, notice: Notice, case: WatchedCase, told: Words = NO_WORDS) -> tuple[Block, ...]:
        """What is said, in the language of the case. Raises TextUnusable or UnknownBoard."""
        return blocks(self._text(notice, case, told).html)

    def _text(self, notice: Notice, case: WatchedCase, told: Words) -> Text:
        language = _language(case)
        by = notice.way
        if notice.kind is NoticeKind.ACKNOWLEDGEMENT:
            values = values_of(
                acknowledgement_of(
                    case.facts, case.deadlines, self._organisation, self._links, language, by
                )
            )
        else:
            letter = to_complainant(
                case.facts,
                self._organisation,
                self._links,
                language,
                told.answer,
                told.message,
                by,
            )
            if _name(notice) is TextName.EXTENDED and (deadline := still_open(notice, case)):
                letter = with_new_day(letter, deadline, language)
            values = asdict(letter)
        return self._texts.write(_name(notice), language, values, case.facts.board)

    def letter(
        self, notice: Notice, case: WatchedCase, today: date, told: Words = NO_WORDS
    ) -> Letter:
        """The letter as it is printed that Swedish day. Raises TextUnusable or UnknownBoard."""
        facts, language = case.facts, _language(case)
        contact = self._organisation.municipality.contact
        return Letter(
            language=language,
            municipality=self._organisation.municipality.name.in_language(language),
            board=self._organisation.known_board(facts.board).name.in_language(language),
            phone=contact.phone,
            email=contact.email,
            post=contact.address,
            recipient=() if facts.protected_identity else recipient(case.contact or Address()),
            passed_on=facts.protected_identity,
            number=facts.diary_number or facts.reference,
            day=today,
            blocks=self.words(notice, case, told),
            follow=self._links.follow if notice.kind in _WITH_CODE else None,
        )


def has_address(case: WatchedCase) -> bool:
    """Whether a letter can be posted as it is printed."""
    return bool(case.contact and (case.contact.address or "").strip())


def recipient(contact: Address) -> tuple[str, ...]:
    """Name and address as lines for the window; an address on one line is cut at its commas."""
    lines = [line.strip(" ,") for line in (contact.address or "").splitlines()]
    if len([line for line in lines if line]) == 1:
        lines = [part.strip() for part in lines[0].split(",")]
    named_lines = [(contact.name or "").strip(), *lines]
    kept = [line for line in named_lines if line]
    if len(kept) > _LINES_IN_WINDOW:
        kept = [*kept[: _LINES_IN_WINDOW - 1], ", ".join(kept[_LINES_IN_WINDOW - 1 :])]
    return tuple(kept)


def _name(notice: Notice) -> TextName:
    match notice.kind:
        case NoticeKind.ACKNOWLEDGEMENT:
            return TextName.ACKNOWLEDGEMENT
        case NoticeKind.DELAY:
            return TextName.EXTENDED if notice.stage is Stage.EXTENDED else TextName.DELAYED
        case _:
            return TEXTS[Occurrence(notice.rule)]


def _language(case: WatchedCase) -> Language:
    return named(case.facts.language) or Language.SWEDISH
