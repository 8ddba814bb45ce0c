"""Reads a staff form: what was typed becomes answers, or what must be put right.

Pure: everything it needs is given. Messages are phrases, said in the reader's language by the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.intake.case_request import MAXIMUM_TEXT
from services.intake.contact_details import is_email, is_phone
from services.intake.placement import EARLIEST, LONGEST_WISH
from services.intake.plain_text import one_line, plain_text
from services.intake.staff.forms.choices import Answer
from services.intake.staff.forms.places import Place, read_place
from services.intake.staff.forms.question import Control, Question, StaffForm
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase
from shared.pages.typed_dates import typed_day

MAXIMUM_LINE = 200
MAXIMUM_ADDRESS = 500

_CONTACT = ("name", "phone", "email", "address")
_NEEDED = {
    Answer.PHONE: ("phone", phrase("Skriv telefonnumret som vi ska ringa.")),
    Answer.EMAIL: ("email", phrase("Skriv e-postadressen som svaret ska skickas till.")),
    Answer.LETTER: ("address", phrase("Skriv adressen som brevet ska skickas till.")),
}
_LONGEST = {
    Control.TEXT: MAXIMUM_TEXT,
    Control.LINE: MAXIMUM_LINE,
    Control.WHEN: MAXIMUM_LINE,
    Control.ADDRESS: MAXIMUM_ADDRESS,
}


@dataclass(frozen=True)
class Answers:
    """A form that can be handed in: what is answered, by the names of the questions."""

    place: Place
    texts: Mapping[str, str]
    days: Mapping[str, date]
    """Days in Swedish time."""
    ticked: frozenset[str]

    def text(self, name: str) -> str | None:
        return self.texts.get(name) or None


@dataclass(frozen=True)
class Rejected:
    """What must be put right, by question in the order of the page."""

    errors: Mapping[str, Phrase]


def read_form(
    form: StaffForm,
    typed: Mapping[str, str],
    organisation: Organisation,
    today: date,
    own_board: str | None = None,
) -> Answers | Rejected:
    """Read what was typed; fields that the form does not have are ignored.

    `today` is the day in Swedish time, `own_board` that of the member who fills the form in.
    """
    return _Reading(form, typed, organisation, today, own_board).result()


class _Reading:
    """One pass over the questions, in the order of the page."""

    def __init__(
        self,
        form: StaffForm,
        typed: Mapping[str, str],
        organisation: Organisation,
        today: date,
        own_board: str | None,
    ) -> None:
        self._form = form
        self._typed = typed
        self._organisation = organisation
        self._today = today
        self._texts: dict[str, str] = {}
        self._days: dict[str, date] = {}
        self._ticked: set[str] = set()
        self._errors: dict[str, Phrase] = {}
        self._place = read_place(self._line("place"), organisation, own_board)

    def result(self) -> Answers | Rejected:
        for question in self._form.questions:
            problem = self._read(question)
            if problem is not None:
                self._errors[question.name] = problem
        self._check_the_way_to_answer()
        if self._errors or isinstance(self._place, Phrase):
            order = [question.name for question in self._form.questions]
            in_order = sorted(self._errors.items(), key=lambda error: order.index(error[0]))
            return Rejected(dict(in_order))
        return Answers(self._place, self._texts, self._days, frozenset(self._ticked))

    def _read(self, question: Question) -> Phrase | None:
        match question.control:
            case Control.PLACE:
                return self._place if isinstance(self._place, Phrase) else None
            case Control.TICK:
                self._ticked |= {question.name} if self._typed.get(question.name) else set()
                return None
            case Control.FILES:
                return None
            case Control.WHEN if typed_day(self._line(question.name)) is None:
                return self._text(question)
            case Control.DAY | Control.WHEN | Control.WISHED_DAY:
                return self._day(question)
            case Control.CATEGORY:
                return self._category(question)
            case _:
                return self._text(question)

    def _line(self, name: str) -> str:
        return one_line(self._typed.get(name, ""))

    def _text(self, question: Question) -> Phrase | None:
        several = question.control in {Control.TEXT, Control.ADDRESS}
        given = (
            plain_text(self._typed.get(question.name, "")) if several else self._line(question.name)
        )
        if question.control is Control.RADIOS:
            given = given if any(given == choice.value for choice in question.choices) else ""
        if not given:
            return question.missing
        limit = _LONGEST.get(question.control)
        if limit and len(given) > limit:
            return phrase(
                "Korta texten till högst %(limit)s tecken. Nu är den %(length)s tecken.",
                limit=limit,
                length=len(given),
            )
        if question.control is Control.EMAIL and not is_email(given):
            return phrase("Kontrollera e-postadressen: någon del saknas eller är felskriven.")
        if question.control is Control.PHONE and not is_phone(given):
            return phrase(
                "Kontrollera telefonnumret: skriv det med siffror, till exempel 070-123 45 67."
            )
        self._texts[question.name] = given
        return None

    def _day(self, question: Question) -> Phrase | None:
        given = self._line(question.name)
        if not given:
            return question.missing
        day = typed_day(given)
        if day is None:
            return phrase(
                "Skriv datumet med år, månad och dag, till exempel %(example)s.",
                example=self._today.isoformat(),
            )
        self._days[question.name] = day
        if question.control is Control.WISHED_DAY:
            if day < self._today:
                return phrase("Datumet har redan varit. Kontrollera det.")
            if day > self._today + LONGEST_WISH:
                return phrase("Datumet är för långt fram. Kontrollera året.")
            return None
        if day > self._today:
            return phrase("Datumet har inte varit ännu. Kontrollera det.")
        return phrase("Datumet är för länge sedan. Kontrollera året.") if day < EARLIEST else None

    def _category(self, question: Question) -> Phrase | None:
        given = self._line(question.name).rpartition("/")[2]
        if not given or isinstance(self._place, Phrase):
            return None
        if self._place.board.category_list.find(given) is None:
            return phrase("Området hör inte till den nämnden. Välj ett annat, eller inget alls.")
        self._texts[question.name] = given
        return None

    def _check_the_way_to_answer(self) -> None:
        answer = self._texts.get("answer")
        if answer in _NEEDED:
            name, missing = _NEEDED[Answer(answer)]
            if not self._texts.get(name):
                self._errors.setdefault(name, missing)
        elif answer == Answer.ANONYMOUS and any(self._texts.get(name) for name in _CONTACT):
            self._errors["answer"] = phrase(
                "Ta bort namn och kontaktuppgifter om personen vill vara anonym."
            )
