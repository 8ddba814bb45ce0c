"""What the mails about a step of handling say."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from services.notifications.notices.tellings import Occurrence
from services.notifications.texts.letters import Links
from services.notifications.texts.texts import Example, TextName
from shared.correspondence import Answer
from shared.events.facts import CaseFacts
from shared.events.handling_words import ExtensionCause
from shared.events.notices import NoticeWay
from shared.organisation import Organisation
from shared.pages.languages import Language

TEXTS = {
    Occurrence.ANSWERED: TextName.ANSWERED,
    Occurrence.WRITTEN_TO: TextName.WRITTEN_TO,
    Occurrence.CLOSED: TextName.CLOSED,
    Occurrence.ASSIGNED: TextName.TASK,
    Occurrence.COMPLAINANT_WROTE: TextName.TASK,
    Occurrence.DISPUTED: TextName.TASK,
    Occurrence.NOT_REACHED: TextName.TASK,
    Occurrence.TO_CALL: TextName.TASK,
}


@dataclass(frozen=True, slots=True)
class ToComplainant:
    """What happened in their case. The answer's words are personal."""

    municipality: str
    board: str
    reference: str
    number: str
    """The diary number, or the reference as long as there is none."""
    follow: str
    phone: str
    email: str
    post: str
    """The municipality's postal address."""
    answer: str | None = None
    """What happened; None where the mail only says that there is an answer."""
    measures: str | None = None
    where_next: str | None = None
    message: str | None = None
    """What they have been written; never in a mail."""
    by: NoticeWay = NoticeWay.EMAIL
    """By what way it is told."""
    until: str | None = None
    """The new day, where a deadline was extended, …"""
    cause: str | None = None
    """… and the code of why."""


@dataclass(frozen=True, slots=True)
class ToStaff:
    """What there is to do: nothing personal."""

    occurrence: str
    board: str
    number: str
    unit: str | None
    link: str
    instead_of: str | None = None
    """The post that it was meant for, where its account is away."""


def to_complainant(
    facts: CaseFacts,
    organisation: Organisation,
    links: Links,
    language: Language,
    answer: Answer | None,
    message: str | None = None,
    by: NoticeWay = NoticeWay.EMAIL,
) -> ToComplainant:
    """Raises UnknownBoard."""
    board = organisation.known_board(facts.board)
    contact = organisation.municipality.contact
    return ToComplainant(
        municipality=organisation.municipality.name.in_language(language),
        board=board.name.in_language(language),
        reference=facts.reference,
        number=facts.diary_number or facts.reference,
        follow=links.follow,
        phone=contact.phone,
        email=contact.email,
        post=contact.address,
        answer=answer.text if answer else None,
        measures=(answer.measures or None) if answer else None,
        where_next=answer.where_next if answer else None,
        message=message,
        by=by,
    )


def to_staff(
    occurrence: Occurrence,
    facts: CaseFacts,
    organisation: Organisation,
    link: str,
    *,
    instead_of: str | None = None,
) -> ToStaff:
    """In Swedish, the language of the administration; `link` is where it is done.

    Raises UnknownBoard.
    """
    board = organisation.known_board(facts.board)
    unit = organisation.unit(facts.unit, board.id) if facts.unit else None
    return ToStaff(
        occurrence=occurrence,
        board=board.name.sv,
        number=facts.diary_number or facts.reference,
        unit=unit.name.sv if unit else None,
        link=link,
        instead_of=instead_of,
    )


def step_examples() -> Iterator[Example]:
    """What the templates must be able to tell; tried when the service starts."""
    bare = ToComplainant(
        municipality="Exempelkommun",
        board="Socialnämnden",
        reference="26-7KQ2M-X9D4T",
        number="SN 2026-00047",
        follow="https://synpunkter.exempelkommun.example/folj",
        phone="08-465 004 00",
        email="kontaktcenter@exempelkommun.example",
        post="Exempelkommun, 123 45 Exempelstad",
    )
    full = replace(
        bare,
        answer="Personalen kom för sent, eftersom schemat inte stämde.",
        measures="Schemat är rättat.",
        where_next="Du kan vända dig till patientnämnden.",
    )
    for language in Language:
        for name in (
            TextName.ANSWERED,
            TextName.WRITTEN_TO,
            TextName.CLOSED,
            TextName.DELAYED,
        ):
            for by in (NoticeWay.EMAIL, NoticeWay.LETTER, NoticeWay.PHONE):
                yield Example(name, language, asdict(replace(bare, by=by)))
        written = replace(bare, message="När passar det att vi ses?", by=NoticeWay.LETTER)
        yield Example(TextName.WRITTEN_TO, language, asdict(written))
        yield Example(TextName.ANSWERED, language, asdict(full))
        for cause in ExtensionCause:
            for by in (NoticeWay.EMAIL, NoticeWay.LETTER):
                later = replace(bare, until="18 december 2026", cause=cause.value, by=by)
                yield Example(TextName.EXTENDED, language, asdict(later))
        yield Example(TextName.ANSWERED, language, asdict(replace(full, where_next=None)))
    task = ToStaff("", "Socialnämnden", "SN 2026-00047", "Försörjningsstöd", "https://a.example/1")
    for occurrence in (each for each, name in TEXTS.items() if name is TextName.TASK):
        yield Example(TextName.TASK, Language.SWEDISH, asdict(replace(task, occurrence=occurrence)))
        yield Example(
            TextName.TASK,
            Language.SWEDISH,
            asdict(replace(task, occurrence=occurrence, unit=None, instead_of="Registrator")),
        )
