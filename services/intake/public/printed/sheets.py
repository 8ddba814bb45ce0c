"""What stands on a unit's poster and paper form, as data without layout. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from services.intake.deep_links import form_path, unit_address
from services.intake.public.form_choices import GENDER_CHOICES, KIND_CHOICES
from services.intake.public.service_targets import Target, service_targets
from shared.events.vocabulary import Kind
from shared.organisation import Board, Organisation, Unit
from shared.organisation.span import Span
from shared.pages.catalogues import say, translations
from shared.pages.languages import Language
from shared.pages.phrases import Label, Phrase, phrase


class Sheet(StrEnum):
    """The kinds of print; each has a template of the same name."""

    POSTER = "poster"
    PAPER_FORM = "paper_form"


@dataclass(frozen=True)
class Place:
    """Where a sheet is for: a unit, or the board itself where `unit` is None."""

    board: Board
    unit: Unit | None = None

    @property
    def name(self) -> Label:
        return self.unit.name if self.unit else self.board.name

    @property
    def code(self) -> str:
        """What staff choose the unit by when the paper form comes back."""
        return self.unit.id if self.unit else self.board.id

    @property
    def form_path(self) -> str:
        """The path of the web form with the unit filled in."""
        return form_path(self.unit.id if self.unit else None)

    @property
    def email(self) -> str | None:
        """The address that mail about this place is sent to (`synpunkter+hemvard-norr@…`)."""
        inbox = next(iter(self.board.inboxes), None)
        if inbox is None or self.unit is None:
            return inbox
        return unit_address(inbox, self.unit.id)


def place_of(code: str, organisation: Organisation, today: date) -> Place | None:
    """The public unit or the board with this id on the Swedish day `today`."""
    for board in organisation.boards:
        if board.id == code:
            return Place(board)
        for unit in organisation.public_units(board.id, today):
            if unit.id == code:
                return Place(board, unit)
    return None


def sheet_words(
    place: Place, organisation: Organisation, address: str, language: Language, today: date
) -> Mapping[str, Any]:
    """Everything a template prints; `address` is the whole address of the web form."""
    municipality = organisation.municipality

    def said(label: Label) -> str:
        return say(label, language)

    return {
        "language": language,
        "municipality": said(municipality.name),
        "colour": municipality.colour,
        "place": said(place.name),
        "board": said(place.board.name),
        "code": place.code,
        "address": address,
        "shown_address": address.partition("://")[2].partition("?")[0],
        "email": place.email or municipality.contact.email,
        "phone": municipality.contact.phone,
        "post": municipality.contact.address,
        "targets": _targets(place.board, language, today),
        "kinds": [
            [said(each.label), said(each.hint) if each.hint else ""] for each in KIND_CHOICES
        ],
        "genders": [said(each.label) for each in GENDER_CHOICES],
        "words": {name: said(words) for name, words in _WORDS.items()},
    }


def _targets(board: Board, language: Language, today: date) -> Sequence[Sequence[str]]:
    targets = service_targets(board, Kind.COMPLAINT, today)
    told = (
        (phrase("Bekräftelse"), targets.acknowledge),
        (phrase("Svar"), targets.answer),
    )
    return [[say(what, language), _within(target, language)] for what, target in told if target]


def _within(target: Target, language: Language) -> str:
    return _span_in_words(target.within, language)


def _span_in_words(span: Span, language: Language) -> str:
    gettext = translations(language)
    for count, one, many in (
        (span.working_days, "inom %(count)s arbetsdag", "inom %(count)s arbetsdagar"),
        (span.days, "inom %(count)s dag", "inom %(count)s dagar"),
        (span.months, "inom %(count)s månad", "inom %(count)s månader"),
        (span.years, "inom %(count)s år", "inom %(count)s år"),
    ):
        if count:
            return gettext.ngettext(one, many, count) % {"count": count}
    return say(phrase("samma dag"), language)


_WORDS: Mapping[str, Phrase] = {
    "poster_heading": phrase("Vad tycker du?"),
    "poster_lead": phrase(
        "Har något gått fel, har du en idé eller vill du ge beröm? Säg det till oss."
    ),
    "scan": phrase("Skanna koden med mobilen och berätta"),
    "or": phrase("Eller gör så här"),
    "web": phrase("På webben"),
    "mail": phrase("Med e-post"),
    "call": phrase("Ring"),
    "write": phrase("Med brev"),
    "talk": phrase("Säg det till personalen"),
    "talk_more": phrase("Vi skriver ned det du säger och ser till att det kommer in."),
    "anonymous": phrase("Du får vara anonym. Det påverkar inte den hjälp du får."),
    "answer": phrase("Vårt mål för svar"),
    "qr_alt": phrase("QR-kod som öppnar webbformuläret"),
    "form_heading": phrase("Synpunkt eller klagomål"),
    "form_lead": phrase(
        "Fyll i det du vill och kan. Lämna blanketten till personalen eller skicka den med post."
    ),
    "about": phrase("Gäller"),
    "kind": phrase("Vad vill du lämna?"),
    "happened": phrase("Vad vill du berätta?"),
    "when": phrase("När hände det?"),
    "whom": phrase("Vem gäller det, om inte dig själv?"),
    "want_answer": phrase("Vill du ha svar?"),
    "yes_mail": phrase("Ja, med e-post"),
    "yes_phone": phrase("Ja, per telefon"),
    "yes_letter": phrase("Ja, med brev"),
    "no_answer": phrase("Nej, jag behöver inget svar"),
    "no_name": phrase("Nej, jag vill vara anonym"),
    "name": phrase("Namn"),
    "contact": phrase("E-post, telefon eller adress"),
    "gender": phrase("Kön (frivilligt)"),
    "gender_why": phrase("Vi frågar för att se om kvinnor och män bemöts lika."),
    "public": phrase(
        "Det du lämnar blir en allmän handling. Innan någon annan får läsa den prövar vi om "
        "något i den är hemligt."
    ),
    "what_happens": phrase("Det här händer sedan"),
    "happens_1": phrase("Ärendet får ett diarienummer och en ansvarig."),
    "happens_2": phrase("Den ansvariga tar reda på vad som hänt och vad som ska göras."),
    "happens_3": phrase("Vill du ha svar får du veta vad vi kom fram till."),
    "staff_part": phrase("Fylls i av personalen"),
    "staff_received": phrase("Kom in den (datum)"),
    "staff_taken": phrase("Mottagen av"),
    "staff_unit": phrase("Enhetens kod"),
    "staff_informed": phrase("Information lämnad vid första kontakten den (datum)"),
    "staff_note": phrase("Registrera samma dag. Spara originalet."),
    "more_room": phrase("Räcker inte platsen? Fortsätt på baksidan."),
    "title_poster": phrase("Affisch"),
    "title_form": phrase("Blankett"),
}
