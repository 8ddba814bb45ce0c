"""What is asked of a journal on its page: read from the address. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.workflow.journal import JournalQuery
from shared.organisation import Board, Organisation
from shared.pages.choices import Choice
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase
from shared.pages.typed_dates import typed_day

BOARD, YEAR, FROM, TO, NUMBER, STATE = "namnd", "ar", "fran", "till", "nummer", "lage"
AFTER = "efter"
OPEN, CLOSED = "oppna", "avslutade"
A_PAGE = 200
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_LONGEST_NUMBER = 80

STATES = (
    Choice(OPEN, phrase("Öppna")),
    Choice(CLOSED, phrase("Avslutade")),
)


@dataclass(frozen=True)
class Asked:
    """The journal that was asked for, or what must be put right before it can be shown."""

    board: Board
    year: int
    form: FormState
    query: JournalQuery | None
    """None where something is wrong."""

    @property
    def is_narrowed(self) -> bool:
        """Whether lines are left out."""
        return any(self.form.value(name) for name in (FROM, TO, NUMBER, STATE))


def asked(
    query: Mapping[str, str], organisation: Organisation, own: str | None, today: date
) -> Asked:
    """What the address asks for; the reader's own board and this year where it says nothing."""
    home = own or organisation.default_board
    board = organisation.board(query.get(BOARD) or home) or organisation.known_board(home)
    wrong: dict[str, Phrase] = {}
    year = _year(query.get(YEAR, ""), today, wrong)
    first, last = (_day(query, name, wrong) for name in (FROM, TO))
    number = query.get(NUMBER, "").strip()
    if len(number) > _LONGEST_NUMBER or (number and not any(sign.isdigit() for sign in number)):
        wrong[NUMBER] = phrase("Skriv ett nummer. Ord och namn söker du under Sök.")
    typed = {name: query.get(name, "") for name in (FROM, TO, NUMBER, STATE)}
    form = FormState.of({BOARD: board.id, YEAR: str(year), **typed}, wrong)
    if wrong:
        return Asked(board, year, form, None)
    state = query.get(STATE)
    after = query.get(AFTER, "")
    return Asked(
        board,
        year,
        form,
        JournalQuery(
            board=board.id,
            year=year,
            first=first,
            last=last,
            number=number or None,
            open={OPEN: True, CLOSED: False}.get(state or ""),
            after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0,
            limit=A_PAGE,
        ),
    )


def _year(text: str, today: date, wrong: dict[str, Phrase]) -> int:
    if not text.strip():
        return today.year
    if text.strip().isdecimal() and _FIRST_YEAR <= int(text) <= _LAST_YEAR:
        return int(text)
    wrong[YEAR] = phrase("Skriv året med fyra siffror.")
    return today.year


def _day(query: Mapping[str, str], name: str, wrong: dict[str, Phrase]) -> date | None:
    text = query.get(name, "").strip()
    day = typed_day(text) if text else None
    if text and day is None:
        wrong[name] = phrase("Skriv dagen som 2026-01-31.")
    return day
