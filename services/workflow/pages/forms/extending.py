"""The form that gives a deadline a later day."""

from services.workflow.pages.deadlines_in_words import deadline_name
from services.workflow.pages.forms.field import Choices, Control, Field, Group, Sheet, StepForm
from services.workflow.pages.forms.offers import one_of
from services.workflow.pages.labels import DayLabel
from services.workflow.pages.words import EXTENSION_CAUSES
from services.workflow.steps.extending import Extend, extendable
from shared.pages.choices import Choice
from shared.pages.phrases import phrase


def _deadlines(sheet: Sheet) -> Choices:
    """Those that are not met, the nearest first, with the day that holds."""
    found = [
        Choice(each.key, deadline_name(each, sheet.board), hint=DayLabel(each.due))
        for each in extendable(sheet.case.facts, sheet.organisation)
    ]
    return Choices(tuple(found) or (Choice("", phrase("Ingen tidsfrist kan förlängas nu")),))


def _only_deadline(sheet: Sheet) -> tuple[str, ...]:
    found = extendable(sheet.case.facts, sheet.organisation)
    return (found[0].key,) if len(found) == 1 else ()


EXTEND = StepForm(
    command=Extend,
    path="forlang",
    group=Group.HANDLING,
    title=phrase("Förläng en tidsfrist"),
    purpose=phrase(
        "Det tar längre tid än nämnden har satt som mål. Gäller det svaret får den som lämnade "
        "ärendet veta den nya dagen och varför, om nämnden har bestämt det."
    ),
    button=phrase("Förläng"),
    done=phrase("Tidsfristen är förlängd."),
    fields=(
        Field(
            "deadline",
            Control.RADIOS,
            phrase("Tidsfrist"),
            phrase("Dagen är den som gäller nu."),
            required=True,
            choices=_deadlines,
            preset=_only_deadline,
        ),
        Field(
            "until",
            Control.DAY,
            phrase("Ny dag"),
            phrase("En senare dag än den som gäller nu, till exempel 2026-12-18."),
            required=True,
        ),
        Field(
            "cause",
            Control.RADIOS,
            phrase("Varför det dröjer"),
            phrase("Det här kan den som lämnade ärendet få veta."),
            required=True,
            choices=one_of(EXTENSION_CAUSES),
        ),
        Field(
            "reason",
            Control.TEXT,
            phrase("Motivering"),
            phrase("För den som läser ärendet senare; skickas inte."),
            required=True,
            rows=3,
        ),
    ),
)

FORMS = (EXTEND,)
