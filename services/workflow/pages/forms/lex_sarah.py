"""Forms of the lex Sarah track."""

from services.workflow.lex_sarah.reporting import ReportLexSarah
from services.workflow.lex_sarah.steps import (
    DecideLexSarah,
    DeclineLexSarah,
    DeclineReason,
    NotifyIvo,
    RecordIvoDecision,
)
from services.workflow.pages.forms import offers
from services.workflow.pages.forms.field import Beside, Control, Field, Group, Sheet, StepForm
from services.workflow.pages.words import IVO_DECISIONS
from shared.pages.choices import Choice
from shared.pages.handling_words import MISCONDUCTS
from shared.pages.phrases import phrase


def _ivo_reference(sheet: Sheet) -> tuple[str, ...]:
    track = sheet.case.lex_sarah
    return (track.ivo.reference or "",) if track and track.ivo else ()


_IVO_REFERENCE = Field(
    "ivo_reference",
    Control.LINE,
    phrase("IVO:s nummer"),
    phrase("När det är känt; det går att söka på."),
    preset=_ivo_reference,
)

REPORT = StepForm(
    command=ReportLexSarah,
    path="lex-sarah",
    group=Group.LEX_SARAH,
    title=phrase("Rapportera enligt lex Sarah"),
    purpose=phrase(
        "Rapporten blir ett eget ärende med egen utredare. Det här ärendet får sitt eget svar och "
        "avslut."
    ),
    button=phrase("Rapportera"),
    done=phrase("Rapporten är lämnad och är ett eget ärende."),
    fields=(
        Field(
            "text",
            Control.TEXT,
            phrase("Vad som hände eller riskerar att hända"),
            phrase("Skriv det du vet; utredaren tar reda på resten."),
            required=True,
            rows=6,
        ),
        Field(
            "consequence",
            Control.TEXT,
            phrase("Följder för den enskilda"),
            phrase("Vad det har lett till, eller kunde ha lett till."),
            rows=3,
        ),
        Field(
            "immediate_action",
            Control.TEXT,
            phrase("Vad som gjordes genast"),
            phrase("Åtgärder för att avhjälpa missförhållandet eller undanröja risken."),
            rows=3,
        ),
        Field(
            "law",
            Control.SELECT,
            phrase("Lag"),
            phrase("Den lag som insatsen ges enligt."),
            choices=offers.lex_sarah_laws,
        ),
    ),
)

DECLINE = StepForm(
    command=DeclineLexSarah,
    path="inte-lex-sarah",
    group=Group.LEX_SARAH,
    title=phrase("Inte en fråga för lex Sarah"),
    purpose=phrase("Skriv varför det inte är ett missförhållande enligt lex Sarah."),
    button=phrase("Besluta att det inte är lex Sarah"),
    done=phrase("Det är beslutat att det inte är lex Sarah."),
    fields=(
        Field(
            "reason",
            Control.RADIOS,
            phrase("Varför"),
            phrase("Det skäl som väger tyngst."),
            required=True,
            choices=offers.fixed(
                Choice(DeclineReason.NO_MISCONDUCT, phrase("Det är inget missförhållande")),
                Choice(DeclineReason.NOT_COVERED, phrase("Verksamheten lyder under en annan lag")),
                Choice(DeclineReason.ALREADY_REPORTED, phrase("Det är redan rapporterat")),
            ),
        ),
        Field(
            "explanation",
            Control.TEXT,
            phrase("Motivering"),
            phrase("För den som granskar: vad beslutet bygger på."),
            required=True,
            rows=4,
        ),
    ),
)

DECIDE = StepForm(
    command=DecideLexSarah,
    path="beslut-lex-sarah",
    group=Group.LEX_SARAH,
    title=phrase("Besluta om missförhållandet"),
    purpose=phrase("Beslutet avslutar lex Sarah-utredningen. Är det allvarligt ska IVO anmälas."),
    button=phrase("Besluta"),
    done=phrase("Beslutet är fattat."),
    fields=(
        Field(
            "misconduct",
            Control.RADIOS,
            phrase("Beslut"),
            phrase("Allvarligt, eller en påtaglig risk för det, anmäls snarast till IVO."),
            required=True,
            choices=offers.one_of(MISCONDUCTS),
        ),
        Field(
            "decision",
            Control.TEXT,
            phrase("Motivering"),
            phrase("Skälen, i ord som den som rapporterade kan förstå."),
            required=True,
            rows=6,
        ),
    ),
    beside=Beside.INVESTIGATION,
)

NOTIFY_IVO = StepForm(
    command=NotifyIvo,
    path="anmal-ivo",
    group=Group.LEX_SARAH,
    title=phrase("Anmält till IVO"),
    purpose=phrase(
        "Anteckna att anmälan är gjord på IVO:s sida. Den får göras innan utredningen är klar."
    ),
    button=phrase("Anteckna anmälan"),
    done=phrase("Anmälan till IVO är antecknad."),
    fields=(
        Field(
            "notified_on",
            Control.DAY,
            phrase("Dag"),
            phrase("Dagen då anmälan skickades."),
            preset=offers.today,
        ),
        _IVO_REFERENCE,
    ),
    beside=Beside.INVESTIGATION,
)

RECORD_IVO = StepForm(
    command=RecordIvoDecision,
    path="beslut-ivo",
    group=Group.LEX_SARAH,
    title=phrase("IVO har beslutat"),
    purpose=phrase("Anteckna vad IVO beslutade. Det går också när ärendet är avslutat."),
    button=phrase("Anteckna beslutet"),
    done=phrase("IVO:s beslut är antecknat."),
    fields=(
        Field(
            "decision",
            Control.RADIOS,
            phrase("IVO:s beslut"),
            phrase("Det som står i beslutet."),
            required=True,
            choices=offers.one_of(IVO_DECISIONS),
        ),
        Field(
            "decided_on",
            Control.DAY,
            phrase("Dag"),
            phrase("Beslutets dag."),
            preset=offers.today,
        ),
        _IVO_REFERENCE,
    ),
    beside=Beside.INVESTIGATION,
)

FORMS = (REPORT, DECLINE, DECIDE, NOTIFY_IVO, RECORD_IVO)
