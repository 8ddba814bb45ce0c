"""What the mails about a step of handling say."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from services.notifications.letters import Links
from services.notifications.tellings import Occurrence
from services.notifications.texts import Example, TextName
from shared.correspondence import Answer
from shared.events.facts import CaseFacts
from shared.organisation import Organisation
from shared.pages.languages import Language

TEXTS = {
    Occurrence.ANSWERED: TextName.ANSWERED,
    Occurrence.WRITTEN_TO: TextName.WRITTEN_TO,
    Occurrence.CLOSED: TextName.CLOSED,
    Occurrence.ASSIGNED: TextName.TASK,
    Occurrence.COMPLAINANT_WROTE: TextName.TASK,
    Occurrence.DISPUTED: TextName.TASK,
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
    answer: str | None = None
    """What happened; None where the mail only says that there is an answer."""
    measures: str | None = None
    where_next: str | None = None


@dataclass(frozen=True, slots=True)
class ToStaff:
    """What there is to do: nothing personal."""

    occurrence: str
    board: str
    number: str
    unit: str | None
    link: str


def to_complainant(
    facts: CaseFacts,
    organisation: Organisation,
    links: Links,
    language: Language,
    answer: Answer | None,
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
        answer=answer.text if answer else None,
        measures=(answer.measures or None) if answer else None,
        where_next=answer.where_next if answer else None,
    )


def to_staff(
    occurrence: Occurrence,
    case_id: UUID,
    facts: CaseFacts,
    organisation: Organisation,
    links: Links,
) -> ToStaff:
    """In Swedish, the language of the administration. Raises UnknownBoard."""
    board = organisation.known_board(facts.board)
    unit = organisation.unit(facts.unit, board.id) if facts.unit else None
    return ToStaff(
        occurrence=occurrence,
        board=board.name.sv,
        number=facts.diary_number or facts.reference,
        unit=unit.name.sv if unit else None,
        link=links.case(case_id),
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
            yield Example(name, language, asdict(bare))
        yield Example(TextName.ANSWERED, language, asdict(full))
        yield Example(TextName.ANSWERED, language, asdict(replace(full, where_next=None)))
    task = ToStaff("", "Socialnämnden", "SN 2026-00047", "Försörjningsstöd", "https://a.example/1")
    for occurrence in (Occurrence.ASSIGNED, Occurrence.COMPLAINANT_WROTE, Occurrence.DISPUTED):
        yield Example(TextName.TASK, Language.SWEDISH, asdict(replace(task, occurrence=occurrence)))
        yield Example(
            TextName.TASK,
            Language.SWEDISH,
            asdict(replace(task, occurrence=occurrence, unit=None)),
        )
