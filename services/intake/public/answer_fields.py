"""Reads whether, how and by when an answer is wished for, and where it is to be sent."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter, ValidationError

from services.intake.case_request import EmailAddress
from services.intake.placement import LONGEST_WISH
from services.intake.public.submission_form import Answer
from shared.pages.phrases import Phrase, phrase
from shared.pages.typed_dates import typed_day

MAXIMUM_ADDRESS = 500

_PHONE = re.compile(r"[+0-9][0-9 ()/.-]{4,39}")
_EMAIL: TypeAdapter[str] = TypeAdapter(EmailAddress)


@dataclass(frozen=True)
class Reachable:
    """Where the answer goes; only the way that was chosen is read, and it must be given."""

    email: str | None = None
    phone: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class AnswerFields:
    """Reads the fields; `typed` gives what stands in one, `wrong` takes what is wrong with one."""

    typed: Callable[[str], str]
    wrong: Callable[[str, Phrase], None]
    today: date
    """In Swedish time."""

    def answer(self) -> Answer | None:
        answer = next((a for a in Answer if a == self.typed("answer")), None)
        if answer is None:
            self.wrong("answer", phrase("Välj om och hur du vill ha svar."))
        return answer

    def reachable(self, answer: Answer | None) -> Reachable:
        if answer is Answer.EMAIL:
            return Reachable(email=self._email())
        if answer is Answer.PHONE:
            return Reachable(phone=self._phone())
        if answer is Answer.LETTER:
            return Reachable(address=self._address())
        return Reachable()

    def wished_by(self) -> date | None:
        """The day by which an answer is wished for."""
        given = self.typed("answer_by")
        if not given:
            return None
        day = typed_day(given)
        if day is None:
            self.wrong(
                "answer_by",
                phrase(
                    "Skriv datumet med år, månad och dag, till exempel %(example)s.",
                    example=self.today.isoformat(),
                ),
            )
        elif day < self.today:
            self.wrong("answer_by", phrase("Datumet har redan varit. Kontrollera det."))
        elif day > self.today + LONGEST_WISH:
            self.wrong("answer_by", phrase("Datumet är för långt fram. Kontrollera året."))
        return day

    def _email(self) -> str | None:
        given = self.typed("email")
        try:
            return _EMAIL.validate_python(given)
        except ValidationError:
            self.wrong(
                "email",
                phrase("Kontrollera e-postadressen: någon del saknas eller är felskriven.")
                if given
                else phrase("Skriv e-postadressen som svaret ska skickas till."),
            )
            return None

    def _phone(self) -> str | None:
        given = self.typed("phone")
        if not given:
            self.wrong("phone", phrase("Skriv telefonnumret som vi ska ringa."))
        elif not _PHONE.fullmatch(given):
            self.wrong(
                "phone",
                phrase(
                    "Kontrollera telefonnumret: skriv det med siffror, till exempel 070-123 45 67."
                ),
            )
        return given

    def _address(self) -> str | None:
        given = self.typed("address")
        if not given:
            self.wrong("address", phrase("Skriv adressen som brevet ska skickas till."))
        elif len(given) > MAXIMUM_ADDRESS:
            self.wrong(
                "address",
                phrase("Korta adressen till högst %(limit)s tecken.", limit=MAXIMUM_ADDRESS),
            )
        return given
