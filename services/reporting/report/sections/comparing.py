"""This period beside the one before, and what became of what was decided then (R72)."""

from services.reporting.report.content import Sentence, Table, said
from services.reporting.report.sections.making import (
    KIND_COLUMNS,
    Made,
    Material,
    cell,
    difference_cell,
    paragraphs,
    share_cell,
    value,
    words,
)
from services.reporting.report.spans import in_words
from services.reporting.report.swedish import KINDS, counted, listed, number
from shared.events.vocabulary import Kind

_SHARES = (
    ("answered", "Besvarade"),
    ("acknowledged", "Bekräftade"),
    ("investigated", "Utredda"),
    ("measures-done", "Alla åtgärder genomförda"),
)


def comparison(material: Material) -> Made:
    """How many of each kind, now and then; shares, now and then."""
    asked = material.asked
    now, before = asked("received"), asked("received", before=True)
    if not value(now) and not value(before):
        return Made(
            paragraphs([said("Inga ärenden har kommit in i någon av perioderna.", now, before)])
        )
    return Made(
        paragraphs(_then(material), _notes(material)),
        (_counts(material), _shares(material)),
    )


def _then(material: Material) -> list[Sentence]:
    asked = material.asked
    before = asked("received", before=True)
    if not value(before):
        return [said(f"Under {material.before} kom det inte in några ärenden.", before)]
    figures = [
        (kind, figure)
        for kind in asked.kinds()
        if value(figure := asked("received", kind=kind, before=True))
    ]
    parts = listed([counted(value(figure), KINDS[kind]) for kind, figure in figures])
    sentences = [
        said(f"Under {material.before} kom det in {parts}.", *(figure for _, figure in figures))
    ]
    sentences += [_change(material, kind) for kind in asked.kinds()]
    return sentences


def _change(material: Material, kind: Kind) -> Sentence:
    now, before = (material.asked("received", kind=kind, before=each) for each in (False, True))
    noun = KINDS[kind]
    if value(now) == value(before):
        return said(f"Antalet {noun.many} är oförändrat, {number(value(now))}.", now, before)
    word = "ökat" if value(now) > value(before) else "minskat"
    return said(
        f"Antalet {noun.many} har {word} från {number(value(before))} till {number(value(now))}.",
        now,
        before,
    )


def _notes(material: Material) -> list[Sentence]:
    """What must be known to compare like for like."""
    period, before = material.span.period, material.span.before
    days = [(each.last - each.first).days + 1 for each in (period, before)]
    sentences = [
        said("Båda perioderna är räknade på samma sätt, med de definitioner som gäller nu.")
    ]
    if days[0] != days[1]:
        sentences.append(
            said(
                f"Perioderna är olika långa: {in_words(period)} har {days[0]} dagar och "
                f"{in_words(before)} har {days[1]}."
            )
        )
    listed_since = material.board.category_list.valid_from
    if before.first < listed_since <= period.last and material.board.category_list.version > 1:
        sentences.append(
            said(
                f"Kategorilistan gäller i version {material.board.category_list.version} sedan "
                f"{listed_since.isoformat()}, så kategorier kan ha använts olika i perioderna."
            )
        )
    return sentences


def _counts(material: Material) -> Table:
    asked = material.asked
    rows = [
        (
            words(KIND_COLUMNS[kind]),
            cell(asked("received", kind=kind)),
            cell(asked("received", kind=kind, before=True)),
            difference_cell(
                asked("received", kind=kind), asked("received", kind=kind, before=True)
            ),
        )
        for kind in asked.kinds()
    ]
    rows.append(
        (
            words("Totalt"),
            cell(asked("received")),
            cell(asked("received", before=True)),
            difference_cell(asked("received"), asked("received", before=True)),
        )
    )
    return Table(
        id="comparison",
        caption="Inkomna ärenden i perioden och i perioden före",
        columns=("Typ", in_words(material.span.period), material.before, "Skillnad"),
        rows=tuple(rows),
        adds_up=True,
    )


def _shares(material: Material) -> Table:
    asked = material.asked
    return Table(
        id="comparison-shares",
        caption="Andelar i perioden och i perioden före",
        columns=("Andel", in_words(material.span.period), material.before),
        rows=tuple(
            (
                words(name),
                share_cell(asked(figure)),
                share_cell(asked(figure, before=True)),
            )
            for figure, name in _SHARES
        ),
    )


def follow_up(material: Material) -> Made:
    """How the measures of the period before stand today."""
    decided = material.asked("with-measures", before=True)
    done = material.asked("measures-done", before=True)
    if not value(decided):
        return Made(
            paragraphs(
                [said(f"Av ärendena från {material.before} har inget en beslutad åtgärd.", decided)]
            )
        )
    one = value(decided) == 1
    if value(done) == value(decided):
        text = "De är genomförda." if one else "I alla är åtgärderna genomförda."
    elif value(done):
        text = f"I {number(value(done))} av dem är alla åtgärder genomförda."
    else:
        text = "De är inte genomförda ännu." if one else "I inget av dem är åtgärderna genomförda."
    then = f"{number(value(decided))} av ärendena från {material.before}"
    return Made(paragraphs([said(f"Åtgärder har beslutats i {then}.", decided), said(text, done)]))
