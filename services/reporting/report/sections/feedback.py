"""Acknowledgement, answers and times (R32–R39)."""

from services.reporting.report.content import ReportFigure, Sentence, Table, said
from services.reporting.report.sections.making import (
    KIND_COLUMNS,
    Made,
    Material,
    cell,
    of_cell,
    paragraphs,
    share_cell,
    tables,
    value,
    words,
)
from services.reporting.report.swedish import (
    CASES,
    DAYS,
    KINDS,
    Noun,
    agreeing,
    capital,
    counted,
    number,
)

_STEPS = (
    ("acknowledge", "acknowledged", "Bekräftelse"),
    ("assign", "assigned", "Någon ansvarar"),
    ("answer", "answered", "Svar"),
    ("close", "closed", "Avslut"),
)


def feedback(material: Material) -> Made:
    """Of each kind how many were answered; how long things took."""
    if not value(material.asked("received")):
        return Made()
    return Made(
        paragraphs(_answers(material), _waived(material), _times(material), _in_time(material)),
        tables(_answer_table(material), _time_table(material), _target_table(material)),
    )


def _answers(material: Material) -> list[Sentence]:
    asked = material.asked
    sentences: list[Sentence] = []
    for kind in asked.kinds():
        answered = asked("answered", kind=kind)
        if answered.of:
            received = value(asked("received", kind=kind))
            unanswered = asked("unanswered", kind=kind)
            sentences += _of_kind(KINDS[kind], received, answered, unanswered)
    return sentences


def _waived(material: Material) -> list[Sentence]:
    waived = material.asked("answer-waived")
    if not value(waived):
        return []
    what = counted(value(waived), CASES)
    return [said(f"I {what} har någon med skäl beslutat att inte svara.", waived)]


def _of_kind(
    noun: Noun, received: int, answered: ReportFigure, unanswered: ReportFigure
) -> list[Sentence]:
    of, done = answered.of or 0, value(answered)
    participle = agreeing(done, noun, "besvarad", "besvarat", "besvarade")
    if of == 1:
        one = capital(counted(1, noun)) + " ska besvaras, och"
        text = f"{one} är {participle}." if done else f"{one} svaret återstår."
        return [said(text, answered)]
    concerned = "" if of == received else " som ska besvaras"
    share = f"{number(done)} av {number(of)}"
    if done == of and not concerned:
        sentences = [said(f"Alla {number(of)} {noun.many} är besvarade.", answered)]
    elif done == of:
        sentences = [said(f"Alla {noun.many}{concerned} är besvarade, {share}.", answered)]
    elif done and not concerned:
        sentences = [said(f"{share} {noun.many} är {participle}.", answered)]
    elif done:
        sentences = [said(f"Av {noun.many}{concerned} är {share} {participle}.", answered)]
    else:
        none = f"Inget svar har lämnats på de {noun.many} som ska besvaras, {share}."
        sentences = [said(none, answered)]
    if value(unanswered) and done < of:
        sentences.append(
            said(f"I {number(value(unanswered))} av dem återstår svaret.", unanswered, answered)
        )
    return sentences


def _times(material: Material) -> list[Sentence]:
    sentences = []
    for step, what in (("answer", "svar"), ("close", "avslut")):
        median = material.asked(f"days-to-{step}-median")
        slow = material.asked(f"days-to-{step}-p90")
        if median.value is not None and median.of:
            if median.of == 1:
                text = f"Till {what} tog det {_days(median.value)} i ett ärende."
            else:
                text = (
                    f"Mediantiden till {what} var {_days(median.value)}, och i nio fall av tio tog "
                    f"det högst {_days(slow.value or 0)}."
                )
            sentences.append(said(text, median, slow))
    return sentences


def _in_time(material: Material) -> list[Sentence]:
    kept, late = material.asked("answered-within-target"), material.asked("answers-late")
    of = kept.of or 0
    if not of:
        return []
    done = value(kept)
    who = f"{number(done)} av {number(of)}" if done else f"ingen av {number(of)}"
    sentences = [said(f"Svar inom den tid som nämnden har satt fick {who}.", kept)]
    if value(late):
        sentences.append(said(f"Svar som dröjer, fast dagen har passerat: {value(late)}.", late))
    return sentences


def _days(days: int) -> str:
    return "noll dagar" if days == 0 else counted(days, DAYS)


def _answer_table(material: Material) -> Table:
    asked = material.asked
    present = [kind for kind in asked.kinds() if value(asked("received", kind=kind))]
    rows = [
        (
            words(KIND_COLUMNS[kind]),
            cell(asked("received", kind=kind)),
            cell(asked("acknowledged", kind=kind)),
            of_cell(asked("answered", kind=kind)),
            cell(asked("answered", kind=kind)),
            share_cell(asked("answered", kind=kind)),
            cell(asked("unanswered", kind=kind)),
        )
        for kind in present
    ]
    rows.append(
        (
            words("Totalt"),
            cell(asked("received")),
            cell(asked("acknowledged")),
            of_cell(asked("answered")),
            cell(asked("answered")),
            share_cell(asked("answered")),
            cell(asked("unanswered")),
        )
    )
    return Table(
        id="answers",
        caption="Bekräftelse och svar per typ",
        columns=(
            "Typ",
            "Inkomna",
            "Bekräftade",
            "Ska besvaras",
            "Besvarade",
            "Andel besvarade",
            "Utan svar",
        ),
        rows=tuple(rows),
        adds_up=True,
        note=(
            "Ska besvaras: inte de som inte vill ha svar, och inte de som inte går att nå. Utan "
            "svar: där svar återstår att ge."
        ),
    )


def _time_table(material: Material) -> Table:
    asked = material.asked
    rows = tuple(
        (
            words(name),
            of_cell(asked(f"days-to-{step}-median")),
            cell(asked(f"days-to-{step}-median")),
            cell(asked(f"days-to-{step}-p90")),
        )
        for step, _, name in _STEPS
    )
    return Table(
        id="times",
        caption="Kalenderdagar från att ärendet kom in",
        columns=("Till", "Ärenden", "Median", "90:e percentilen"),
        rows=rows,
    )


def _target_table(material: Material) -> Table | None:
    """None for a board that has set no days, and where none of them has come."""
    found = [(name, material.asked(f"{done}-within-target")) for _, done, name in _STEPS]
    if not any(figure.of for _, figure in found):
        return None
    return Table(
        id="within-target",
        caption="Klart inom den tid som nämnden har satt",
        columns=("Steg", "Skulle vara klart", "I tid", "Andel i tid"),
        rows=tuple(
            (words(name), of_cell(figure), cell(figure), share_cell(figure))
            for name, figure in found
        ),
        note=(
            "Skulle vara klart: gjort, eller dagen har passerat. Där det inte är känt när det "
            "gjordes räknas det inte som i tid. Dagarna är nämndens egna mål; ingen lag anger dem."
        ),
    )
