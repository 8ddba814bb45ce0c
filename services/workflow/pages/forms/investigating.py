"""Forms of the investigation."""

from services.workflow.pages.forms import offers
from services.workflow.pages.forms.beginning import WHY
from services.workflow.pages.forms.field import Beside, Control, Field, Group, StepForm
from services.workflow.pages.words import GROUNDS
from services.workflow.steps.investigating import AddFinding, Conclude, Investigate
from shared.pages.phrases import phrase

INVESTIGATE = StepForm(
    command=Investigate,
    path="utred",
    group=Group.INVESTIGATION,
    title=phrase("Börja utreda"),
    purpose=phrase(
        "Utredningen tar reda på vad som hände, varför, och vad det ledde till. Du antecknar "
        "medan den pågår och avslutar den med orsaker."
    ),
    button=phrase("Börja utreda"),
    done=phrase("Utredningen har börjat."),
    fields=(
        Field(
            "investigator",
            Control.SELECT,
            phrase("Utredare"),
            phrase("Den som ansvarar för ärendet utreder, om du inte väljer någon annan."),
            choices=offers.accounts_or_responsible,
        ),
        Field(
            "reason",
            Control.TEXT,
            WHY,
            phrase("Skriv varför, till exempel vad som utlöste utredningen."),
            rows=2,
        ),
    ),
)

ADD_FINDING = StepForm(
    command=AddFinding,
    path="anteckna",
    group=Group.INVESTIGATION,
    title=phrase("Anteckna i utredningen"),
    purpose=phrase("En uppgift i taget: vad du har fått veta, av vem eller varifrån, och när."),
    button=phrase("Spara anteckningen"),
    done=phrase("Anteckningen är sparad i utredningen."),
    fields=(
        Field(
            "text",
            Control.TEXT,
            phrase("Vad som framkom"),
            phrase("Skriv sakligt och bara det som behövs för att förstå vad som hände."),
            required=True,
            rows=6,
        ),
        Field(
            "source",
            Control.LINE,
            phrase("Källa"),
            phrase("Till exempel: samtal med personal, journalen 13 mars, egen iakttagelse."),
            required=True,
        ),
        Field(
            "grounds",
            Control.RADIOS,
            phrase("Fakta eller bedömning"),
            phrase("Skilj på det som har hänt och det som någon tror eller tycker."),
            required=True,
            choices=offers.one_of(GROUNDS),
        ),
        Field(
            "on",
            Control.DAY,
            phrase("Dag"),
            phrase("Dagen då du fick veta det."),
            preset=offers.today,
        ),
    ),
    beside=Beside.INVESTIGATION,
)

CONCLUDE = StepForm(
    command=Conclude,
    path="avsluta-utredningen",
    group=Group.INVESTIGATION,
    title=phrase("Avsluta utredningen"),
    purpose=phrase("Sammanfatta vad utredningen kom fram till. Sedan beslutar du åtgärder."),
    button=phrase("Avsluta utredningen"),
    done=phrase("Utredningen är avslutad."),
    fields=(
        Field(
            "course_of_events",
            Control.TEXT,
            phrase("Vad som hände"),
            phrase("Berätta händelsen i ordning, från början till slut."),
            required=True,
            rows=8,
        ),
        Field(
            "noticed",
            Control.TEXT,
            phrase("Hur det uppmärksammades"),
            phrase("När och hur händelsen blev känd; måste med i en lex Sarah-utredning."),
            rows=3,
        ),
        Field(
            "earlier_occurrences",
            Control.TEXT,
            phrase("Har det hänt förut?"),
            phrase("Om det har hänt förut, skriv också varför det hände igen."),
            rows=3,
        ),
        Field(
            "could_recur",
            Control.TEXT,
            phrase("Kan det hända igen?"),
            phrase("Vad som talar för och emot; måste med i en lex Sarah-utredning."),
            rows=3,
        ),
        Field(
            "causes",
            Control.CHECKS,
            phrase("Orsaker"),
            phrase("Välj alla som bidrog; varje åtgärd ska sedan ta bort en av dem."),
            choices=offers.causes,
        ),
        Field(
            "cause_explained",
            Control.TEXT,
            phrase("Orsakerna med ord"),
            phrase("Förklara; måste skrivas för Annan orsak, och när det inte finns någon."),
            rows=3,
        ),
        Field(
            "consequences",
            Control.CHECKS,
            phrase("Följder för den enskilda"),
            phrase("Välj alla som stämmer, eller Ingen följd; en avvikelse måste ha minst en."),
            choices=offers.consequences,
        ),
        Field(
            "consequence_explained",
            Control.TEXT,
            phrase("Följderna med ord"),
            phrase("Hur personen påverkades, på kort och lång sikt."),
            rows=3,
        ),
    ),
    beside=Beside.INVESTIGATION,
)

FORMS = (INVESTIGATE, ADD_FINDING, CONCLUDE)
