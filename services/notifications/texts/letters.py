"""What the mails say: of a case and the organisation, the values that the templates tell."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.notifications.deadlines.occasions import Stage
from services.notifications.texts.alarm_letter import alarm_examples
from services.notifications.texts.texts import Example, TextName
from shared.deadlines.deadline import Deadline
from shared.events.facts import CaseFacts
from shared.events.notices import NoticeWay
from shared.events.vocabulary import Wish
from shared.organisation import Board, Milestone, Nature, Organisation
from shared.pages.formats import NO_BREAK_SPACE, Formats
from shared.pages.languages import Language


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the other services, without a slash at the end."""

    intake: str
    workflow: str
    notifications: str = ""
    reporting: str = ""

    @property
    def follow(self) -> str:
        """Where a complainant follows their case."""
        return f"{self.intake}/folj"

    @property
    def channels(self) -> str:
        """Where staff see how it stands with the ways in."""
        return f"{self.intake}/personal/kanaler"

    @property
    def alarms(self) -> str:
        """Where staff see what needs someone."""
        return f"{self.notifications}/larm"

    @property
    def work(self) -> str:
        """What waits for whoever is logged in."""
        return f"{self.workflow}/arbete"

    @property
    def mail_settings(self) -> str:
        """Where staff say when they are away, and how they want their mail."""
        return f"{self.notifications}/franvaro"

    @property
    def signals(self) -> str:
        """What the figures show and someone should look at."""
        return f"{self.reporting}/signaler"

    def signal(self, signal_id: UUID) -> str:
        """One signal with its evidence."""
        return f"{self.signals}/{signal_id}"

    def case(self, case_id: UUID) -> str:
        """The case as its handlers see it."""
        return f"{self.workflow}/arenden/{case_id}"

    def call(self, notice_id: UUID | None) -> str:
        """A call that someone is to make; all of them where it is not said which."""
        return f"{self.notifications}/samtal" + (f"/{notice_id}" if notice_id else "")


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """That the case has come in: nothing of what the complainant wrote, and no secret."""

    municipality: str
    board: str
    received_on: str
    reference: str
    diary_number: str | None
    unit: str | None
    """Who handles it, as a role in a unit; None while the registrar finds the unit."""
    answer_by: str | None
    """The board's own target; None where it has none for this kind of case."""
    answer_unwanted: bool
    follow: str
    phone: str
    email: str
    post: str
    """The municipality's postal address."""
    by: NoticeWay = NoticeWay.EMAIL
    """By what way it is told."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """That a deadline is near or over: nothing personal."""

    board: str
    number: str
    """The diary number, or the reference as long as there is none."""
    unit: str | None
    rule: str
    measure: int | None
    """The measure's number, where it is about one."""
    basis: str
    due: str
    ahead: bool
    """Whether the day is still to come."""
    late: bool
    """Whether it is a target that has been missed."""
    link: str
    instead_of: str | None = None
    """The post that it was meant for, where its account is away."""


def acknowledgement_of(
    facts: CaseFacts,
    deadlines: Sequence[Deadline],
    organisation: Organisation,
    links: Links,
    language: Language,
    by: NoticeWay = NoticeWay.EMAIL,
) -> Acknowledgement:
    """Raises UnknownBoard."""
    board = organisation.known_board(facts.board)
    unit = organisation.unit(facts.unit, board.id) if facts.unit else None
    answer = next((each for each in deadlines if _is_answer(each, board)), None)
    unwanted = facts.feedback_wish is Wish.NO
    contact = organisation.municipality.contact
    return Acknowledgement(
        municipality=organisation.municipality.name.in_language(language),
        board=board.name.in_language(language),
        received_on=day_in_words(facts.received_on, language),
        reference=facts.reference,
        diary_number=facts.diary_number,
        unit=unit.name.in_language(language) if unit else None,
        answer_by=day_in_words(answer.due, language) if answer and not unwanted else None,
        answer_unwanted=unwanted,
        follow=links.follow,
        phone=contact.phone,
        email=contact.email,
        post=contact.address,
        by=by,
    )


def reminder_of(
    case_id: UUID,
    facts: CaseFacts,
    deadline: Deadline,
    stage: Stage,
    organisation: Organisation,
    links: Links,
    *,
    instead_of: str | None = None,
) -> Reminder:
    """In Swedish, the language of the administration. Raises UnknownBoard."""
    language = Language.SWEDISH
    board = organisation.known_board(facts.board)
    unit = organisation.unit(facts.unit, board.id) if facts.unit else None
    rule = board.deadline(deadline.rule)
    return Reminder(
        board=board.name.in_language(language),
        number=facts.diary_number or facts.reference,
        unit=unit.name.in_language(language) if unit else None,
        rule=rule.name.in_language(language) if rule else deadline.rule,
        measure=deadline.measure,
        basis=rule.basis.in_language(language) if rule else "",
        due=day_in_words(deadline.due, language),
        ahead=stage is Stage.BEFORE,
        late=stage is not Stage.BEFORE and deadline.nature is Nature.TARGET,
        link=links.case(case_id),
        instead_of=instead_of,
    )


def values_of(letter: Acknowledgement | Reminder) -> dict[str, Any]:
    """As a template takes them."""
    return asdict(letter)


def examples() -> list[Example]:
    """What every template must be able to tell; tried when the service starts."""
    full = Acknowledgement(
        municipality="Exempelkommun",
        board="Socialnämnden",
        received_on="22 november 2026",
        reference="26-7KQ2M-X9D4T",
        diary_number="SN 2026-00047",
        unit="Försörjningsstöd",
        answer_by="6 december 2026",
        answer_unwanted=False,
        follow="https://synpunkter.exempelkommun.example/folj",
        phone="08-465 004 00",
        email="kontaktcenter@exempelkommun.example",
        post="Exempelkommun, 123 45 Exempelstad",
    )
    bare = {"diary_number": None, "unit": None, "answer_by": None, "answer_unwanted": True}
    remind = Reminder(
        board="Socialnämnden",
        number="SN 2026-00047",
        unit="Försörjningsstöd",
        rule="Svara",
        measure=None,
        basis="Nämndens servicemål: svar inom två veckor",
        due="6 december 2026",
        ahead=True,
        late=False,
        link="https://arenden.exempelkommun.example/cases/1",
    )
    over = {"unit": None, "ahead": False}
    acknowledgements = tuple(
        values | {"by": by}
        for values in (values_of(full), values_of(full) | bare)
        for by in (NoticeWay.EMAIL, NoticeWay.LETTER, NoticeWay.PHONE)
    )
    reminders = (
        values_of(remind),
        values_of(remind) | over,
        values_of(remind) | over | {"late": True},
        values_of(remind) | {"ahead": False, "late": True},
        values_of(remind) | over | {"late": True, "measure": 2, "rule": "Genomföra åtgärden"},
        values_of(remind) | {"instead_of": "Enhetschef, Hemvård norr"},
    )
    return [
        *(
            Example(TextName.ACKNOWLEDGEMENT, language, values)
            for language in Language
            for values in acknowledgements
        ),
        *(Example(TextName.ALARM, Language.SWEDISH, asdict(each)) for each in alarm_examples()),
        *(Example(TextName.REMINDER, Language.SWEDISH, values) for values in reminders),
        *(
            Example(TextName.ESCALATION, Language.SWEDISH, values)
            for values in reminders
            if values["late"]
        ),
    ]


def _is_answer(deadline: Deadline, board: Board) -> bool:
    rule = board.deadline(deadline.rule)
    return (
        rule is not None and rule.met_by is Milestone.ANSWERED and deadline.nature is Nature.TARGET
    )


def day_in_words(day: date, language: Language) -> str:
    """As it stands in a mail."""
    # A no-break space in plain text would keep a reader from searching for the day.
    return Formats(language).day(day).replace(NO_BREAK_SPACE, " ")
