"""What the specimen page shows: one of everything, with something wrong among the fields."""

from dataclasses import dataclass
from datetime import UTC, datetime

from shared.organisation import Name
from shared.pages.choices import Choice, ChoiceGroup
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase
from shared.pages.timelines import StepState, TimelineStep

_NAME = Name(sv="Hemvård", en="Home care")
_INSTANT = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)


_FORM = FormState(
    {"several": ("a", "b"), "name": ("Enhetschef",)},
    {"wrong": Phrase("Fyll i fältet."), "several": Phrase("Välj högst en.")},
)


@dataclass(frozen=True)
class Specimen:
    """Values for the macros."""

    instant: datetime = _INSTANT
    form: FormState = _FORM
    choices: tuple[Choice, ...] = (
        Choice("a", Phrase("Ett")),
        Choice("b", _NAME, hint=Phrase("Två är fler.")),
    )
    groups: tuple[ChoiceGroup, ...] = (ChoiceGroup(_NAME, (Choice("c", Phrase("Tre"), level=1),)),)
    steps: tuple[TimelineStep, ...] = (
        TimelineStep(Phrase("Först"), StepState.DONE, _INSTANT),
        TimelineStep(Phrase("Nu"), StepState.NOW, _INSTANT.date(), Phrase("Det pågår.")),
        TimelineStep(Phrase("Sedan"), StepState.AHEAD),
    )
