"""Forms of what the complainant is told."""

from services.workflow.pages.forms import offers
from services.workflow.pages.forms.field import Beside, Control, Field, Group, Sheet, StepForm
from services.workflow.steps.answering import DraftAnswer, GiveAnswer, WaiveAnswer, Write
from shared.pages.choices import Choice
from shared.pages.phrases import phrase
from shared.pages.words import OUTCOMES

_OUTCOME = Field(
    "outcome",
    Control.SELECT,
    phrase("Vad ärendet visade sig vara"),
    phrase("Att det inte är befogat kräver en avslutad utredning."),
    choices=offers.one_or_none_of(OUTCOMES, Choice("", phrase("Inte bedömt"))),
    preset=offers.as_it_is("outcome"),
)


def _drafted(name: str) -> offers.Preset:
    def preset(sheet: Sheet) -> tuple[str, ...]:
        draft = sheet.case.draft
        return (getattr(draft, name),) if draft else ()

    return preset


_HAPPENED = Field(
    "text",
    Control.TEXT,
    phrase("Vad som hände"),
    phrase("Svara på det som personen tog upp, i ord som den som läser använder själv."),
    required=True,
    rows=8,
    preset=_drafted("text"),
)
_MEASURES = Field(
    "measures",
    Control.TEXT,
    phrase("Vad vi gör"),
    phrase("Vad som är gjort och ska göras, och när; skriv också om inget görs och varför."),
    required=True,
    rows=5,
    preset=_drafted("measures"),
)
_WHERE_NEXT = Field(
    "where_next",
    Control.TEXT,
    phrase("Vart man kan vända sig"),
    phrase("Till exempel förvaltningschefen, patientnämnden eller IVO om man inte är nöjd."),
    rows=3,
    preset=_drafted("where_next"),
)

ANSWER = StepForm(
    command=GiveAnswer,
    path="svara",
    group=Group.ANSWER,
    title=phrase("Svara"),
    purpose=phrase(
        "Svaret går till den som har lämnat ärendet och står på deras sida. Skriv inget om andra "
        "personer."
    ),
    button=phrase("Skicka svaret"),
    done=phrase("Svaret är lämnat."),
    fields=(
        _HAPPENED,
        _MEASURES,
        _WHERE_NEXT,
        Field(
            "way",
            Control.SELECT,
            phrase("Hur svaret lämnas"),
            phrase("Så som personen har önskat, om du inte väljer något annat."),
            choices=offers.ways,
        ),
        Field(
            "posted",
            Control.TICK,
            phrase("Brevet är redan postat"),
            phrase("Bara för svar med brev: annars läggs det bland breven att skicka."),
        ),
        _OUTCOME,
    ),
    beside=Beside.INVESTIGATION,
    draft=True,
)

DRAFT = StepForm(
    command=DraftAnswer,
    path="utkast",
    group=Group.ANSWER,
    title=phrase("Skriv på ett utkast"),
    purpose=phrase("Utkastet sparas i ärendet och syns för dem som handlägger. Inget skickas."),
    button=phrase("Spara utkastet"),
    done=phrase("Utkastet är sparat. Inget är skickat."),
    fields=(
        Field(
            "text",
            Control.TEXT,
            _HAPPENED.label,
            _HAPPENED.hint,
            rows=8,
            preset=_HAPPENED.preset,
        ),
        Field(
            "measures",
            Control.TEXT,
            _MEASURES.label,
            _MEASURES.hint,
            rows=5,
            preset=_MEASURES.preset,
        ),
        _WHERE_NEXT,
    ),
    beside=Beside.INVESTIGATION,
)

WAIVE_ANSWER = StepForm(
    command=WaiveAnswer,
    path="avsta-svar",
    group=Group.ANSWER,
    title=phrase("Avstå från att svara"),
    purpose=phrase("Ett beslut som du undertecknar med ditt konto, med skäl som kan granskas."),
    button=phrase("Besluta att inget svar behövs"),
    done=phrase("Det är beslutat att inget svar behövs."),
    fields=(
        Field(
            "reason",
            Control.TEXT,
            phrase("Skäl"),
            phrase("Varför inget svar ska eller kan lämnas, till exempel att personen är anonym."),
            required=True,
            rows=3,
        ),
        _OUTCOME,
    ),
)

WRITE = StepForm(
    command=Write,
    path="skriv",
    group=Group.ANSWER,
    title=phrase("Skriv ett meddelande"),
    purpose=phrase(
        "En fråga eller ett besked till den som har lämnat ärendet. Det är inte svaret."
    ),
    button=phrase("Skicka meddelandet"),
    done=phrase("Meddelandet är skickat."),
    fields=(
        Field(
            "text",
            Control.TEXT,
            phrase("Meddelande"),
            phrase("Skriv kort och vänligt; personen läser det på sin sida eller i sin e-post."),
            required=True,
            rows=6,
        ),
    ),
)

FORMS = (ANSWER, DRAFT, WAIVE_ANSWER, WRITE)
