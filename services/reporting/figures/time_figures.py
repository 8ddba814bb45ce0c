"""Figures of times: how long the steps took, whether they were in time, and what is late."""

import polars as pl

from services.reporting.figures.conditions import is_true
from services.reporting.figures.figure import Days, Figure, Number, Share, Theme
from services.reporting.table.columns import RECEIVED_ON
from services.reporting.table.targets import ASKED_ON, NEXT_BY, Step
from shared.pages.phrases import phrase


def _missed(step: Step) -> pl.Expr:
    """Not done, though its day is over. On the day itself nobody is late."""
    return pl.col(step.in_time).is_null() & (pl.col(step.by) < pl.col(ASKED_ON)).fill_null(
        value=False
    )


DAYS_TO_STEPS = tuple(
    Figure(
        f"days-to-{step}-{name}",
        Theme.TIMES,
        phrase("%(step)s, %(measure)s", step=label, measure=measure),
        phrase(
            "Kalenderdagar från inkommandedagen till den dag det gjordes, %(measure)s av de "
            "ärenden där det är gjort och dagen är känd.",
            measure=measure,
        ),
        Days(RECEIVED_ON, column, quantile),
    )
    for step, label, column in (
        ("acknowledge", phrase("Dagar till bekräftelse"), "acknowledged_on"),
        ("assign", phrase("Dagar till att någon ansvarar"), "assigned_on"),
        ("answer", phrase("Dagar till svar"), "answered_on"),
        ("close", phrase("Dagar till avslut"), "closed_on"),
    )
    for name, measure, quantile in (
        ("median", phrase("medianen"), 0.5),
        ("p90", phrase("90:e percentilen"), 0.9),
    )
)

LATE = (
    Figure(
        "late",
        Theme.TIMES,
        phrase("Försenade"),
        phrase(
            "Inkomna i perioden där något som nämnden har satt en dag för inte är gjort, fast "
            "dagen har passerat. Uppehåll och förlängningar är medräknade."
        ),
        Number(pl.col(NEXT_BY) < pl.col(ASKED_ON)),
    ),
    Figure(
        "answers-late",
        Theme.TIMES,
        phrase("Svar som dröjer"),
        phrase(
            "Inkomna i perioden där den som lämnade ärendet inte har fått svar, fast dagen som "
            "nämnden har satt har passerat."
        ),
        Number(_missed(Step.ANSWER)),
    ),
)

WITHIN_TARGET = tuple(
    Figure(
        f"{name}-within-target",
        Theme.TIMES,
        label,
        phrase(
            "Andel som blev klara senast den dag som nämnden har satt, av dem där det är gjort "
            "eller dagen har passerat. Är det inte känt när det gjordes räknas det inte som i "
            "tid. Räknas inte: de som nämnden inte har satt någon dag för, och de där inget "
            "längre ska göras."
        ),
        Share(is_true(step.in_time), pl.col(step.in_time).is_not_null() | _missed(step)),
    )
    for step, name, label in (
        (Step.ACKNOWLEDGE, "acknowledged", phrase("Bekräftade i tid")),
        (Step.ASSIGN, "assigned", phrase("Fick någon ansvarig i tid")),
        (Step.ANSWER, "answered", phrase("Besvarade i tid")),
        (Step.CLOSE, "closed", phrase("Avslutade i tid")),
    )
)
