"""Summary and background."""

from services.reporting.report.content import Sentence, said
from services.reporting.report.sections.lex_sarah import reports_made
from services.reporting.report.sections.making import Made, Material, paragraphs, value
from services.reporting.report.spans import in_days
from services.reporting.report.swedish import CASES, KINDS, counted, listed, number, percent

_DEVIATION = (
    "En avvikelse är en händelse som har medfört, eller hade kunnat medföra, obehag eller skada "
    "för den som verksamheten är till för."
)
_COMPLAINT = (
    "Ett klagomål är att någon framför att verksamheten inte håller den kvalitet som den ska. "
    "Synpunkter, förslag och beröm är annat som framförs om verksamheten."
)
_LEX_SARAH = (
    "En lex Sarah-rapport gäller ett missförhållande eller en påtaglig risk för ett "
    "missförhållande (27 kap. socialtjänstlagen och 24 b–f §§ LSS)."
)


def summary(material: Material) -> Made:
    """How many, of what kind, more or fewer than before, answered, and lex Sarah."""
    asked = material.asked
    first = [_received(material)]
    if (change := _change(material)) is not None:
        first.append(change)
    answered = asked("answered")
    second = [said(_answered(value(answered), answered.of), answered)] if answered.of else []
    second += reports_made(material)
    return Made(paragraphs(first, second))


def _answered(done: int, of: int) -> str:
    if of == 1:
        state = "är svaret lämnat" if done else "återstår svaret"
        return f"I det enda ärende där svar ska ges {state}."
    if not done:
        return f"Svar ska ges i {number(of)} ärenden, och har inte lämnats i något av dem."
    share = f"{percent(done / of)} av de ärenden där svar ska ges"
    return f"Svar har lämnats i {share}, {number(done)} av {number(of)}."


def _received(material: Material) -> Sentence:
    asked = material.asked
    total = asked("received")
    if not value(total):
        return said(f"{material.during} kom det inte in några ärenden.", total)
    by_kind = [(kind, asked("received", kind=kind)) for kind in asked.kinds()]
    present = [(kind, figure) for kind, figure in by_kind if value(figure)]
    parts = listed([counted(value(figure), KINDS[kind]) for kind, figure in present])
    figures = [figure for _, figure in present]
    if len(present) == 1:
        return said(f"{material.during} kom det in {parts}.", total, *figures)
    whole = counted(value(total), CASES)
    return said(f"{material.during} kom det in {whole}: {parts}.", total, *figures)


def _change(material: Material) -> Sentence | None:
    now, before = material.asked("received"), material.asked("received", before=True)
    more = value(now) - value(before)
    if not value(before):
        return said(f"Under {material.before} kom det inte in några ärenden.", before)
    then = counted(value(before), CASES)
    if not value(now):
        return said(f"Under {material.before} kom det in {then}.", before)
    if more == 0:
        return said(f"Det är lika många som under {material.before}.", now, before)
    word = "fler" if more > 0 else "färre"
    return said(
        f"Det är {number(abs(more))} {word} än under {material.before}, då det kom in {then}.",
        now,
        before,
    )


def background(material: Material) -> Made:
    """What is counted, of which period, and what the words mean."""
    period = material.span.period
    board = material.board.name.sv
    counted_in = [
        said(
            f"Rapporten gäller de ärenden som har kommit in till {board} "
            f"{in_days(period.first, period.last)}, båda dagarna inräknade."
        ),
        said(
            "Ett ärende räknas till den dag då det kom in till kommunen, även om det registrerades "
            "senare, och till den enhet och den typ som det har när rapporten tas fram."
        ),
        said(
            "Varje siffra har en definition, som står sist i rapporten, och kan följas till de "
            "ärenden som den kommer från."
        ),
    ]
    return Made(
        paragraphs(counted_in, [said(text) for text in (_DEVIATION, _COMPLAINT, _LEX_SARAH)])
    )
