"""Forms of the steps that end a case, let it wait or hand it over."""

from services.workflow.pages.forms import offers
from services.workflow.pages.forms.beginning import WHY
from services.workflow.pages.forms.field import Control, Field, Group, Sheet, StepForm
from services.workflow.steps.closing import Close, Reopen
from services.workflow.steps.handing_over import (
    AcceptReferral,
    Dismiss,
    Refer,
    WithdrawReferral,
)
from services.workflow.steps.pausing import Pause, Resume
from shared.events.vocabulary import ComplainantView
from shared.pages.choices import Choice
from shared.pages.phrases import phrase
from shared.pages.words import COMPLAINANT_VIEWS


def _known_view(sheet: Sheet) -> tuple[str, ...]:
    view = sheet.case.facts.complainant_view
    return () if view is ComplainantView.NOT_ASKED else (view.value,)


CLOSE = StepForm(
    command=Close,
    path="avsluta",
    group=Group.END,
    title=phrase("Avsluta ärendet"),
    purpose=phrase("Allt är besvarat. Raden i diariet avslutas samtidigt."),
    button=phrase("Avsluta ärendet"),
    done=phrase("Ärendet är avslutat."),
    fields=(
        Field(
            "complainant_view",
            Control.RADIOS,
            phrase("Vad den som har lämnat ärendet anser om avslutet"),
            phrase("Välj Har inte svarat om du har frågat; anonyma behöver inte tillfrågas."),
            choices=offers.one_or_none_of(
                COMPLAINANT_VIEWS,
                Choice("", phrase("Kan eller behöver inte tillfrågas")),
                (ComplainantView.AGREES, ComplainantView.DISPUTES, ComplainantView.NO_ANSWER),
            ),
            preset=_known_view,
        ),
        Field(
            "waived",
            Control.WAIVERS,
            phrase("Kontrollpunkter som inte är besvarade"),
            phrase("Besvara dem först, eller skriv varför en punkt inte gäller här."),
        ),
        Field(
            "reason",
            Control.TEXT,
            phrase("Anteckning"),
            phrase("Det som den som läser ärendet senare behöver veta."),
            rows=2,
        ),
    ),
)

REOPEN = StepForm(
    command=Reopen,
    path="ta-upp",
    group=Group.END,
    title=phrase("Ta upp ärendet igen"),
    purpose=phrase("Det har kommit något nytt. Svaret som gavs står kvar tills du ger ett nytt."),
    button=phrase("Ta upp igen"),
    done=phrase("Ärendet är upptaget igen."),
    fields=(
        Field(
            "reason",
            Control.TEXT,
            WHY,
            phrase("Vad som är nytt."),
            required=True,
            rows=3,
        ),
    ),
)

PAUSE = StepForm(
    command=Pause,
    path="vila",
    group=Group.HANDLING,
    title=phrase("Låt ärendet vila"),
    purpose=phrase("Ärendet väntar på något utanför. Du tar upp det igen den dag du väljer."),
    button=phrase("Låt vila"),
    done=phrase("Ärendet vilar."),
    fields=(
        Field(
            "until",
            Control.DAY,
            phrase("Till och med"),
            phrase("Dagen då du tar upp det igen, till exempel 2026-12-18."),
            required=True,
        ),
        Field(
            "reason",
            Control.TEXT,
            WHY,
            phrase("Vad ärendet väntar på."),
            required=True,
            rows=2,
        ),
    ),
)

RESUME = StepForm(
    command=Resume,
    path="ateruppta",
    group=Group.HANDLING,
    title=phrase("Återuppta ärendet"),
    purpose=phrase("Väntan är över. Ärendet fortsätter där det var."),
    button=phrase("Återuppta"),
    done=phrase("Ärendet är återupptaget."),
    fields=(
        Field(
            "reason",
            Control.TEXT,
            phrase("Anteckning"),
            phrase("Skriv gärna vad som har hänt under tiden."),
            rows=2,
        ),
    ),
)

REFER = StepForm(
    command=Refer,
    path="overlamna",
    group=Group.END,
    title=phrase("Överlämna ärendet"),
    purpose=phrase("Erbjud ärendet till någon annan. Det är ert tills de har tagit emot det."),
    button=phrase("Erbjud ärendet"),
    done=phrase("Ärendet är erbjudet. Det är ert tills de har tagit emot det."),
    fields=(
        Field(
            "to",
            Control.SELECT,
            phrase("Till"),
            phrase("Vilken sorts mottagare det är."),
            required=True,
            choices=offers.receivers,
        ),
        Field(
            "recipient",
            Control.LINE,
            phrase("Vilken mottagare"),
            phrase("Till exempel namnet på nämnden, regionen eller myndigheten."),
            required=True,
        ),
        Field(
            "reason",
            Control.TEXT,
            WHY,
            phrase("Varför ärendet hör hemma där."),
            required=True,
            rows=3,
        ),
    ),
)

ACCEPT_REFERRAL = StepForm(
    command=AcceptReferral,
    path="mottaget",
    group=Group.END,
    title=phrase("Mottagaren har tagit över"),
    purpose=phrase("De har sagt ja. Ärendet är deras, och raden i diariet avslutas."),
    button=phrase("Ärendet är överlämnat"),
    done=phrase("Ärendet är överlämnat."),
    fields=(
        Field(
            "accepted_on",
            Control.DAY,
            phrase("Dag"),
            phrase("Dagen då de tog över."),
            preset=offers.today,
        ),
        Field(
            "their_reference",
            Control.LINE,
            phrase("Deras nummer"),
            phrase("Vad de kallar ärendet, så att det går att hitta."),
        ),
        Field(
            "reason",
            Control.TEXT,
            phrase("Anteckning"),
            phrase("Vem som svarade, som roll, och hur."),
            rows=2,
        ),
    ),
)

WITHDRAW_REFERRAL = StepForm(
    command=WithdrawReferral,
    path="inte-mottaget",
    group=Group.END,
    title=phrase("Mottagaren tog inte över"),
    purpose=phrase("De sade nej, eller ni behåller ärendet ändå. Det är ert som förut."),
    button=phrase("Behåll ärendet"),
    done=phrase("Ärendet är kvar hos er."),
    fields=(
        Field(
            "reason",
            Control.TEXT,
            WHY,
            phrase("Vad de svarade, eller varför ärendet stannar."),
            required=True,
            rows=3,
        ),
    ),
)

DISMISS = StepForm(
    command=Dismiss,
    path="skriv-av",
    group=Group.END,
    title=phrase("Skriv av ärendet"),
    purpose=phrase("Ärendet är inte vårt att handlägga. Den som lämnade det får veta varför."),
    button=phrase("Skriv av ärendet"),
    done=phrase("Ärendet är avskrivet."),
    fields=(
        Field(
            "reason",
            Control.RADIOS,
            phrase("Varför"),
            phrase("En dubblett slår du i stället ihop med det andra ärendet."),
            required=True,
            choices=offers.dismiss_reasons,
        ),
        Field(
            "explanation",
            Control.TEXT,
            phrase("Motivering"),
            phrase("För den som granskar: vad beslutet bygger på."),
            required=True,
            rows=3,
        ),
        Field(
            "reply",
            Control.TEXT,
            phrase("Svar till den som lämnade ärendet"),
            phrase("Måste skrivas när någon väntar på svar; regionen och IVO gör det alltid."),
            rows=5,
        ),
        Field(
            "way",
            Control.SELECT,
            phrase("Hur svaret lämnas"),
            phrase("Så som personen har önskat, om du inte väljer något annat."),
            choices=offers.ways,
        ),
    ),
)

FORMS = (CLOSE, REOPEN, PAUSE, RESUME, REFER, ACCEPT_REFERRAL, WITHDRAW_REFERRAL, DISMISS)
