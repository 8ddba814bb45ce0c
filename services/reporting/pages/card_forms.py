"""What is typed about learning cards, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.reporting.learning_cards.documents import (
    LONGEST,
    LONGEST_OUTCOME,
    LONGEST_REASON,
    MOST_CASES,
    MOST_PRESENT,
    Confirmed,
    LearningCard,
    TextField,
)
from services.reporting.learning_cards.refusals import (
    CaseErasedAlready,
    CaseNotFound,
    CaseOutOfReach,
    CaseUnusable,
)
from shared.organisation import Unit
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase
from shared.pages.typed_dates import typed_day

CASES, SHOW_UNIT, SEQ, CONFIRM = "cases", "show_unit", "seq", "confirm"
REASON, REMOVE = "reason", "remove_texts"
UNIT, HELD_ON, PRESENT, OUTCOME = "unit", "held_on", "present", "outcome"
YES = "ja"
_SHORTEST_REASON = 3


@dataclass(frozen=True)
class TypedTalk:
    """A meeting as it was typed, where nothing is wrong with it."""

    unit: Unit
    held_on: date
    present: int
    outcome: str


def texts_of(form: FormState) -> dict[TextField, str]:
    """Each text as it was typed."""
    return {field: form.value(field) for field in TextField}


def text_errors(form: FormState) -> dict[str, Phrase]:
    """Texts that are too long."""
    return {
        str(field): phrase("Skriv högst %(limit)s tecken.", limit=LONGEST[field])
        for field in TextField
        if len(form.value(field)) > LONGEST[field]
    }


def case_numbers(form: FormState) -> list[str]:
    """One on each line, or with commas between."""
    lines = form.value(CASES).replace(",", "\n").replace(";", "\n").splitlines()
    return [line.strip() for line in lines if line.strip()]


def case_errors(numbers: Sequence[str]) -> dict[str, Phrase]:
    """Of the list itself."""
    if not numbers:
        return {CASES: phrase("Skriv ärendets nummer eller referens.")}
    if len(numbers) > MOST_CASES:
        return {CASES: phrase("Skriv högst %(limit)s ärenden.", limit=MOST_CASES)}
    return {}


def case_error(error: CaseUnusable) -> Phrase:
    """Why no card can be made of the case."""
    if isinstance(error, CaseNotFound):
        return phrase(
            "%(number)s finns inte. Se efter att numret är rätt skrivet. Ett ärende som nyss kom "
            "in kan dröja en stund.",
            number=error.text,
        )
    if isinstance(error, CaseOutOfReach):
        return phrase(
            "%(number)s hör till en annan enhet eller nämnd. Be den som ansvarar där att skriva "
            "kortet.",
            number=error.text,
        )
    if isinstance(error, CaseErasedAlready):
        return phrase("Personuppgifterna i %(number)s är gallrade.", number=error.text)
    return phrase("Ärendena hör till olika nämnder. Gör ett kort för varje.")


def card_form(card: LearningCard) -> FormState:
    """The form as the card stands."""
    typed = {str(field): card.text(field) for field in TextField}
    return FormState.of({**typed, SHOW_UNIT: YES if card.show_unit else ""})


def seq_of(form: FormState) -> int:
    """The state that the form was made of; 0 for none."""
    text = form.value(SEQ)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def confirmed_in(form: FormState) -> list[Confirmed]:
    """What was ticked as being no name: `field|rule|words`."""
    said: list[Confirmed] = []
    for value in form.chosen(CONFIRM):
        field, _, rest = value.partition("|")
        rule, _, words = rest.partition("|")
        said.append(Confirmed(field=field, rule=rule, words=words))
    return said


def reason_errors(form: FormState) -> dict[str, Phrase]:
    """Of why a card is withdrawn."""
    length = len(form.value(REASON).strip())
    if length < _SHORTEST_REASON:
        return {REASON: phrase("Skriv varför kortet återkallas. Alla som läser ser det.")}
    if length > LONGEST_REASON:
        return {REASON: phrase("Skriv högst %(limit)s tecken.", limit=LONGEST_REASON)}
    return {}


def typed_talk(
    form: FormState, units: Mapping[str, Unit], today: date
) -> tuple[TypedTalk | None, dict[str, Phrase]]:
    """The meeting, or what is wrong, field by field."""
    errors: dict[str, Phrase] = {}
    unit = units.get(form.value(UNIT))
    if unit is None:
        errors[UNIT] = phrase("Välj den enhet som hade mötet.")
    held_on = typed_day(form.value(HELD_ON))
    if held_on is None:
        errors[HELD_ON] = phrase("Skriv en dag som 2026-01-31.")
    elif held_on > today:
        errors[HELD_ON] = phrase("Skriv en dag som har varit.")
    text = form.value(PRESENT).strip()
    present = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 1 <= present <= MOST_PRESENT:
        errors[PRESENT] = phrase("Skriv ett tal från 1 till %(most)s.", most=MOST_PRESENT)
    outcome = form.value(OUTCOME)
    if len(outcome) > LONGEST_OUTCOME:
        errors[OUTCOME] = phrase("Skriv högst %(limit)s tecken.", limit=LONGEST_OUTCOME)
    if errors or unit is None or held_on is None:
        return None, errors
    return TypedTalk(unit, held_on, present, outcome), {}
