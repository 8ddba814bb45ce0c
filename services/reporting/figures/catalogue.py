"""Every figure there is, with its definition: what is not here is in no page and no report.

The definitions hold for whichever cases are asked about: a period, a board, a unit.
"""

from collections.abc import Mapping

import polars as pl

from services.reporting.figures.conditions import EVERY, FINISHED, is_one_of, is_true
from services.reporting.figures.events import EVENTS
from services.reporting.figures.figure import Figure, FigureId, Number, Share, Theme
from services.reporting.figures.time_figures import DAYS_TO_STEPS, LATE, WITHIN_TARGET
from services.reporting.table.columns import POINTS
from shared.events.vocabulary import (
    Acknowledgement,
    ComplainantView,
    ControlPoint,
    Feedback,
    Kind,
    LexSarahState,
    Outcome,
    Status,
    Wish,
)
from shared.pages.phrases import phrase
from shared.pages.words import CONTROL_POINTS

_TOLD = is_one_of(
    "acknowledgement", Acknowledgement.SENT, Acknowledgement.ORAL, Acknowledgement.RECEIPT
)
_TO_BE_TOLD = ~is_one_of("acknowledgement", Acknowledgement.WAIVED, Acknowledgement.IMPOSSIBLE)
_TO_BE_ANSWERED = ~is_one_of("feedback_wish", Wish.NO) & ~is_one_of("feedback", Feedback.IMPOSSIBLE)
_ANSWERED = is_one_of("feedback", Feedback.GIVEN)
_LEX_SARAH = ~is_one_of("lex_sarah", LexSarahState.NONE) & pl.col("lex_sarah").is_not_null()
_REPORTED = is_one_of("kind", Kind.LEX_SARAH)


_CASES = (
    Figure(
        "received",
        Theme.CASES,
        phrase("Inkomna"),
        phrase("Ärenden vars inkommandedag ligger i perioden."),
        Number(EVERY),
    ),
    Figure(
        "open",
        Theme.CASES,
        phrase("Pågående"),
        phrase("Inkomna i perioden som varken är avslutade, avskrivna eller överlämnade i dag."),
        Number(~FINISHED),
    ),
    Figure(
        "closed",
        Theme.CASES,
        phrase("Avslutade"),
        phrase("Inkomna i perioden som är avslutade eller uppföljda i dag."),
        Number(is_one_of("status", Status.CLOSED, Status.FOLLOWED_UP)),
    ),
    Figure(
        "dismissed",
        Theme.CASES,
        phrase("Avskrivna"),
        phrase("Inkomna i perioden som har skrivits av, till exempel som dubbletter."),
        Number(is_one_of("status", Status.DISMISSED)),
    ),
    Figure(
        "referred",
        Theme.CASES,
        phrase("Överlämnade"),
        phrase("Inkomna i perioden som någon annan har tagit över."),
        Number(is_one_of("status", Status.REFERRED)),
    ),
    Figure(
        "reopened",
        Theme.CASES,
        phrase("Återöppnade"),
        phrase("Inkomna i perioden som har återöppnats minst en gång sedan de avslutades."),
        Number(pl.col("reopened") > 0),
    ),
    Figure(
        "anonymous",
        Theme.CASES,
        phrase("Anonyma"),
        phrase("Inkomna i perioden där den som lämnade ärendet inte ville säga vem den är."),
        Number(is_true("anonymous")),
    ),
    Figure(
        "solved-on-the-spot",
        Theme.CASES,
        phrase("Lösta direkt"),
        phrase("Inkomna i perioden som hade rättats till redan när de registrerades."),
        Number(is_true("solved_on_the_spot")),
    ),
    Figure(
        "ivo-referred",
        Theme.CASES,
        phrase("Via IVO"),
        phrase("Inkomna i perioden som IVO har lämnat över, på vilken väg de än kom."),
        Number(is_true("ivo_referred")),
    ),
)

_FEEDBACK = (
    Figure(
        "acknowledged",
        Theme.FEEDBACK,
        phrase("Bekräftade"),
        phrase(
            "Andel där den som lämnade ärendet har fått veta att det är mottaget: skriftligt, "
            "muntligt eller genom kvittens. Räknas inte: de som inte går att nå, och de där någon "
            "har beslutat att ingen bekräftelse behövs."
        ),
        Share(_TOLD, _TO_BE_TOLD),
    ),
    Figure(
        "answered",
        Theme.FEEDBACK,
        phrase("Besvarade"),
        phrase(
            "Andel där den som lämnade ärendet har fått svar. Räknas inte: de som inte vill ha "
            "svar, och de som inte går att nå."
        ),
        Share(_ANSWERED, _TO_BE_ANSWERED),
    ),
    Figure(
        "unanswered",
        Theme.FEEDBACK,
        phrase("Utan svar"),
        phrase("Ärenden där svar återstår att ge, också avslutade."),
        Number(is_one_of("feedback", Feedback.DUE) & ~is_one_of("feedback_wish", Wish.NO)),
    ),
    Figure(
        "answer-waived",
        Theme.FEEDBACK,
        phrase("Beslut att inte svara"),
        phrase("Ärenden där någon med skäl har beslutat att inget svar ges."),
        Number(is_one_of("feedback", Feedback.WAIVED)),
    ),
    Figure(
        "agrees",
        Theme.FEEDBACK,
        phrase("Nöjda med hanteringen"),
        phrase("Andel av dem som har sagt vad de tycker om hur ärendet avslutades som håller med."),
        Share(
            is_one_of("complainant_view", ComplainantView.AGREES),
            is_one_of("complainant_view", ComplainantView.AGREES, ComplainantView.DISPUTES),
        ),
    ),
)

_INVESTIGATION = (
    Figure(
        "assessed",
        Theme.INVESTIGATION,
        phrase("Med bedömd allvarlighet"),
        phrase("Andel av de inkomna där allvarlighetsgraden är bedömd."),
        Share(pl.col("severity").is_not_null(), EVERY),
    ),
    Figure(
        "must-investigate",
        Theme.INVESTIGATION,
        phrase("Ska utredas vidare"),
        phrase("Ärenden som enligt nämndens riskregel ska utredas vidare."),
        Number(is_true("must_investigate")),
    ),
    Figure(
        "investigated",
        Theme.INVESTIGATION,
        phrase("Utredda"),
        phrase("Andel av dem där det är känt om de utreddes, som utreddes."),
        Share(is_true("investigated"), pl.col("investigated").is_not_null()),
    ),
    Figure(
        "justified",
        Theme.INVESTIGATION,
        phrase("Befogade, helt eller delvis"),
        phrase("Andel av de utredningar som har kommit fram till något."),
        Share(
            is_one_of("outcome", Outcome.JUSTIFIED, Outcome.PARTLY_JUSTIFIED),
            pl.col("outcome").is_not_null(),
        ),
    ),
    Figure(
        "with-measures",
        Theme.INVESTIGATION,
        phrase("Med beslutad åtgärd"),
        phrase("Ärenden där minst en åtgärd är beslutad."),
        Number(pl.col("actions_decided") > 0),
    ),
    Figure(
        "measures-done",
        Theme.INVESTIGATION,
        phrase("Alla åtgärder genomförda"),
        phrase("Andel av ärendena med beslutad åtgärd där alla åtgärder är genomförda."),
        Share(pl.col("actions_done") >= pl.col("actions_decided"), pl.col("actions_decided") > 0),
    ),
    Figure(
        "data-breach",
        Theme.INVESTIGATION,
        phrase("Personuppgiftsincidenter"),
        phrase("Ärenden där personuppgifter har förlorats eller hamnat fel."),
        Number(is_true("data_breach")),
    ),
    Figure(
        "child-concern",
        Theme.INVESTIGATION,
        phrase("Oro för barn"),
        phrase("Ärenden där någon känner oro för ett barn."),
        Number(is_true("child_concern")),
    ),
)

_LEX = (
    Figure(
        "lex-sarah-reports",
        Theme.LEX_SARAH,
        phrase("Lex Sarah-rapporter"),
        phrase("Lex Sarah-rapporter som kom in i perioden."),
        Number(_REPORTED),
    ),
    Figure(
        "led-to-lex-sarah",
        Theme.LEX_SARAH,
        phrase("Ledde till lex Sarah"),
        phrase("Andra ärenden, inkomna i perioden, som har lett till en lex Sarah-rapport."),
        Number(_LEX_SARAH & ~_REPORTED),
    ),
    Figure(
        "ivo-notified",
        Theme.LEX_SARAH,
        phrase("Anmälda till IVO"),
        phrase("Lex Sarah-rapporter, inkomna i perioden, som har anmälts till IVO."),
        Number(_REPORTED & pl.col("ivo_notified_on").is_not_null()),
    ),
)

_POINTS = tuple(
    Figure(
        f"point-{point.replace('_', '-')}",
        Theme.CONTROL_POINTS,
        CONTROL_POINTS[point],
        phrase(
            "Andel av de inkomna där kontrollpunkten är besvarad, eller någon har skrivit under "
            "på varför den inte gäller."
        ),
        Share(is_true(POINTS[point]), EVERY),
    )
    for point in ControlPoint
)

FIGURES: Mapping[FigureId, Figure] = {
    figure.id: figure
    for figure in (
        *_CASES,
        *EVENTS,
        *_FEEDBACK,
        *DAYS_TO_STEPS,
        *WITHIN_TARGET,
        *LATE,
        *_INVESTIGATION,
        *_LEX,
        *_POINTS,
    )
}
