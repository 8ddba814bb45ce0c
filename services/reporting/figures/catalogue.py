"""Every figure there is, with its definition: what is not here is in no page and no report.

The definitions hold for whichever cases are asked about: a period, a board, a unit.
"""

from collections.abc import Mapping

import polars as pl

from services.reporting.figures.figure import Days, Figure, FigureId, Number, Share, Theme
from services.reporting.table.columns import POINTS, RECEIVED_ON
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

EVERY = pl.lit(value=True)


def _is(column: str, *words: str) -> pl.Expr:
    return pl.col(column).is_in([str(word) for word in words])


def _true(column: str) -> pl.Expr:
    return pl.col(column).fill_null(value=False)


FINISHED = _is("status", Status.CLOSED, Status.FOLLOWED_UP, Status.DISMISSED, Status.REFERRED)
_TOLD = _is("acknowledgement", Acknowledgement.SENT, Acknowledgement.ORAL, Acknowledgement.RECEIPT)
_TO_BE_TOLD = ~_is("acknowledgement", Acknowledgement.WAIVED, Acknowledgement.IMPOSSIBLE)
_TO_BE_ANSWERED = ~_is("feedback_wish", Wish.NO) & ~_is("feedback", Feedback.IMPOSSIBLE)
_ANSWERED = _is("feedback", Feedback.GIVEN)
_LEX_SARAH = ~_is("lex_sarah", LexSarahState.NONE) & pl.col("lex_sarah").is_not_null()
_REPORTED = _is("kind", Kind.LEX_SARAH)


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
        Number(_is("status", Status.CLOSED, Status.FOLLOWED_UP)),
    ),
    Figure(
        "dismissed",
        Theme.CASES,
        phrase("Avskrivna"),
        phrase("Inkomna i perioden som har skrivits av, till exempel som dubbletter."),
        Number(_is("status", Status.DISMISSED)),
    ),
    Figure(
        "referred",
        Theme.CASES,
        phrase("Överlämnade"),
        phrase("Inkomna i perioden som någon annan har tagit över."),
        Number(_is("status", Status.REFERRED)),
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
        Number(_true("anonymous")),
    ),
    Figure(
        "solved-on-the-spot",
        Theme.CASES,
        phrase("Lösta direkt"),
        phrase("Inkomna i perioden som hade rättats till redan när de registrerades."),
        Number(_true("solved_on_the_spot")),
    ),
    Figure(
        "ivo-referred",
        Theme.CASES,
        phrase("Via IVO"),
        phrase("Inkomna i perioden som IVO har lämnat över, på vilken väg de än kom."),
        Number(_true("ivo_referred")),
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
        Number(_is("feedback", Feedback.DUE) & ~_is("feedback_wish", Wish.NO)),
    ),
    Figure(
        "answer-waived",
        Theme.FEEDBACK,
        phrase("Beslut att inte svara"),
        phrase("Ärenden där någon med skäl har beslutat att inget svar ges."),
        Number(_is("feedback", Feedback.WAIVED)),
    ),
    Figure(
        "agrees",
        Theme.FEEDBACK,
        phrase("Nöjda med hanteringen"),
        phrase("Andel av dem som har sagt vad de tycker om hur ärendet avslutades som håller med."),
        Share(
            _is("complainant_view", ComplainantView.AGREES),
            _is("complainant_view", ComplainantView.AGREES, ComplainantView.DISPUTES),
        ),
    ),
)

_TIMES = tuple(
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
        Number(_true("must_investigate")),
    ),
    Figure(
        "investigated",
        Theme.INVESTIGATION,
        phrase("Utredda"),
        phrase("Andel av dem där det är känt om de utreddes, som utreddes."),
        Share(_true("investigated"), pl.col("investigated").is_not_null()),
    ),
    Figure(
        "justified",
        Theme.INVESTIGATION,
        phrase("Befogade, helt eller delvis"),
        phrase("Andel av de utredningar som har kommit fram till något."),
        Share(
            _is("outcome", Outcome.JUSTIFIED, Outcome.PARTLY_JUSTIFIED),
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
        Number(_true("data_breach")),
    ),
    Figure(
        "child-concern",
        Theme.INVESTIGATION,
        phrase("Oro för barn"),
        phrase("Ärenden där någon känner oro för ett barn."),
        Number(_true("child_concern")),
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
        Share(_true(POINTS[point]), EVERY),
    )
    for point in ControlPoint
)

FIGURES: Mapping[FigureId, Figure] = {
    figure.id: figure for figure in (*_CASES, *_FEEDBACK, *_TIMES, *_INVESTIGATION, *_LEX, *_POINTS)
}
