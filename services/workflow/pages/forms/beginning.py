"""Forms of the steps that begin the handling of a case."""

from services.workflow.pages.forms import offers
from services.workflow.pages.forms.field import Control, Field, Group, Sheet, StepForm
from services.workflow.steps.answering import Acknowledge, RecordReached
from services.workflow.steps.assessing import Assess
from services.workflow.steps.assigning import Assign, DeclareConflict
from services.workflow.steps.classifying import Reclassify
from shared.events.vocabulary import LexSarahState
from shared.pages.phrases import phrase

WHY = phrase("Skäl")


def _themes(sheet: Sheet) -> tuple[str, ...]:
    return (", ".join(sheet.case.facts.themes),)


def _suspicion_is_open(sheet: Sheet) -> bool:
    return sheet.case.facts.lex_sarah is LexSarahState.NONE


def _has_no_category(sheet: Sheet) -> bool:
    return sheet.case.facts.category is None


DUTIES = (
    Field(
        "data_breach",
        Control.YES_NO,
        phrase("Har personuppgifter kommit bort eller i orätta händer?"),
        phrase("Vid ja ska det genast anmälas som personuppgiftsincident."),
        preset=offers.as_it_is("data_breach"),
    ),
    Field(
        "child_concern",
        Control.YES_NO,
        phrase("Finns det oro för ett barn?"),
        phrase("Vid ja ska en orosanmälan göras genast; det här är ingen sådan."),
        preset=offers.as_it_is("child_concern"),
    ),
    Field(
        "child_reported_on",
        Control.DAY,
        phrase("Orosanmälan gjord"),
        phrase("Dagen då orosanmälan gjordes; ärendet kan inte avslutas utan den."),
        preset=offers.as_it_is("child_reported_on"),
    ),
)
"""What must be reported elsewhere at once (R59, R60)."""

ASSIGN = StepForm(
    command=Assign,
    path="tilldela",
    group=Group.HANDLING,
    title=phrase("Tilldela ärendet"),
    purpose=phrase("Utse en som ansvarar för ärendet tills det är avslutat."),
    button=phrase("Tilldela"),
    done=phrase("Ärendet är tilldelat."),
    fields=(
        Field(
            "responsible",
            Control.SELECT,
            phrase("Ansvarig"),
            phrase("Föreslagen är enhetens närmaste chef, eller någon utanför enheten vid jäv."),
            required=True,
            choices=offers.accounts,
            preset=offers.proposed,
        ),
        Field(
            "reason",
            Control.TEXT,
            WHY,
            phrase("Skriv varför om du väljer någon annan än den som föreslås."),
            rows=2,
        ),
    ),
)

DECLARE_CONFLICT = StepForm(
    command=DeclareConflict,
    path="jav",
    group=Group.HANDLING,
    title=phrase("Anmäl jäv"),
    purpose=phrase(
        "Den som är jävig handlägger inte ärendet. Någon annan föreslås då som ansvarig."
    ),
    button=phrase("Anmäl jäv"),
    done=phrase("Jävet är anmält. Tilldela ärendet till någon annan."),
    fields=(
        Field(
            "account",
            Control.LINE,
            phrase("Vems jäv"),
            phrase("Lämna tomt om det gäller dig själv; annars skriver du kontot."),
        ),
        Field(
            "reason",
            Control.TEXT,
            WHY,
            phrase("Skriv vilken koppling det är, utan att nämna fler än det behövs."),
            required=True,
            rows=3,
        ),
    ),
)

ACKNOWLEDGE = StepForm(
    command=Acknowledge,
    path="bekrafta",
    group=Group.HANDLING,
    title=phrase("Bekräfta muntligt"),
    purpose=phrase(
        "Du har sagt till den som har lämnat ärendet att det är mottaget, till exempel i telefon."
    ),
    button=phrase("Bekräftat muntligt"),
    done=phrase("Bekräftelsen är antecknad."),
    fields=(
        Field(
            "reason",
            Control.TEXT,
            phrase("Anteckning"),
            phrase("Skriv gärna hur det gick till."),
            rows=2,
        ),
    ),
)

RECORD_REACHED = StepForm(
    command=RecordReached,
    path="nadd",
    group=Group.HANDLING,
    title=phrase("Anteckna att personen är nådd"),
    purpose=phrase(
        "Något som skickades kom inte fram. Ring, skriv ett brev eller träffas, och anteckna här "
        "när den som har lämnat ärendet vet."
    ),
    button=phrase("Personen är nådd"),
    done=phrase("Det är antecknat att personen är nådd."),
    fields=(
        Field(
            "reason",
            Control.TEXT,
            phrase("Hur personen nåddes"),
            phrase("Till exempel när du ringde och vad ni kom fram till."),
            required=True,
            rows=3,
        ),
    ),
)

RECLASSIFY = StepForm(
    command=Reclassify,
    path="andra",
    group=Group.HANDLING,
    title=phrase("Ändra vad ärendet är"),
    purpose=phrase(
        "Ändra slag, kategori, enhet eller lag. Vad det först var, och den som klagade sade, "
        "står kvar."
    ),
    button=phrase("Ändra"),
    done=phrase("Ärendet är ändrat."),
    fields=(
        Field(
            "kind",
            Control.SELECT,
            phrase("Slag"),
            phrase("Ett klagomål är missnöje; en avvikelse är att något blev fel."),
            choices=offers.kinds,
            preset=offers.as_it_is("kind"),
        ),
        Field(
            "category",
            Control.SELECT,
            phrase("Kategori"),
            phrase("Vad ärendet främst handlar om."),
            choices=offers.categories,
            preset=offers.as_it_is("category"),
        ),
        Field(
            "unit",
            Control.SELECT,
            phrase("Enhet"),
            phrase("Den verksamhet som ärendet gäller."),
            choices=offers.units,
            preset=offers.as_it_is("unit"),
        ),
        Field(
            "law",
            Control.SELECT,
            phrase("Lag"),
            phrase("Den lag som insatsen ges enligt."),
            choices=offers.laws,
            preset=offers.as_it_is("law"),
        ),
        Field(
            "themes",
            Control.WORDS,
            phrase("Teman"),
            phrase("Ord för det som går tvärs över kategorier, till exempel: vikarier, sommar."),
            preset=_themes,
        ),
        Field(
            "reason",
            Control.TEXT,
            WHY,
            phrase("Skriv varför det ändras; det står kvar i historiken."),
            required=True,
            rows=2,
        ),
    ),
)

ASSESS = StepForm(
    command=Assess,
    path="bedom",
    group=Group.HANDLING,
    title=phrase("Bedöm ärendet"),
    purpose=phrase("Hur allvarligt är det, och hur troligt är det att det händer igen?"),
    button=phrase("Spara bedömningen"),
    done=phrase("Bedömningen är sparad."),
    fields=(
        Field(
            "severity",
            Control.RISK,
            phrase("Allvarlighetsgrad"),
            phrase("Hur allvarlig följden var, eller kunde ha blivit, för den enskilda."),
            required=True,
            choices=offers.degrees,
            preset=offers.as_it_is("severity"),
        ),
        Field(
            "probability",
            Control.RISK,
            phrase("Sannolikhet"),
            phrase("Hur troligt det är att det händer igen om inget ändras."),
            required=True,
            choices=offers.probabilities,
            preset=offers.as_it_is("probability"),
        ),
        Field(
            "misconduct_suspected",
            Control.TICK,
            phrase("Misstänkt missförhållande (lex Sarah)"),
            phrase(
                "Kryssa om någon har farit illa eller det finns en påtaglig risk för det; du "
                "behöver inte vara säker."
            ),
            asked=_suspicion_is_open,
        ),
        *DUTIES,
        Field(
            "category",
            Control.SELECT,
            phrase("Kategori"),
            phrase("Ärendet kom in utan kategori: välj vad det främst handlar om."),
            choices=offers.categories,
            asked=_has_no_category,
        ),
        Field(
            "reason",
            Control.TEXT,
            phrase("Motivering"),
            phrase("Skriv kort vad bedömningen bygger på."),
            rows=3,
        ),
    ),
)

FORMS = (ASSIGN, DECLARE_CONFLICT, ACKNOWLEDGE, RECORD_REACHED, RECLASSIFY, ASSESS)
