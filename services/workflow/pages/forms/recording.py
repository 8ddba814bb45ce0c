"""Forms of how a case stands to other cases, and to the municipality's own diary."""

from services.workflow.external_diary.steps import RetryDiary, SetDiaryNumber
from services.workflow.pages.forms import offers
from services.workflow.pages.forms.beginning import WHY
from services.workflow.pages.forms.field import Control, Field, Group, StepForm
from services.workflow.pages.words import RELATIONS
from services.workflow.steps.linking import LinkTo, Merge
from shared.events.handling_words import Relation
from shared.pages.phrases import phrase

LINK = StepForm(
    command=LinkTo,
    path="koppla",
    group=Group.RECORD,
    title=phrase("Koppla till ett annat ärende"),
    purpose=phrase("Två ärenden som hör ihop hänvisar till varandra. Båda finns kvar."),
    button=phrase("Sök ärendet"),
    done=phrase("Ärendena är kopplade."),
    fields=(
        Field(
            "other",
            Control.CASE,
            phrase("Det andra ärendets nummer"),
            phrase("Diarienumret eller referensen; du får se ärendet innan något händer."),
            required=True,
        ),
        Field(
            "relation",
            Control.RADIOS,
            phrase("Hur de hör ihop"),
            phrase("Samma sak: till exempel två anhöriga om samma händelse."),
            required=True,
            choices=offers.one_of(RELATIONS, (Relation.RELATED, Relation.SAME_MATTER)),
            preset=lambda _sheet: (Relation.RELATED.value,),
        ),
    ),
)

MERGE = StepForm(
    command=Merge,
    path="sla-ihop",
    group=Group.RECORD,
    title=phrase("Slå ihop en dubblett"),
    purpose=phrase(
        "Det här ärendet är en dubblett och skrivs av. Det andra ärendet handläggs vidare."
    ),
    button=phrase("Sök ärendet"),
    done=phrase("Ärendet är ihopslaget med det andra och avskrivet."),
    fields=(
        Field(
            "into",
            Control.CASE,
            phrase("Ärendet som ska vara kvar"),
            phrase("Diarienumret eller referensen; du får se ärendet innan något händer."),
            required=True,
        ),
        Field(
            "reason",
            Control.TEXT,
            WHY,
            phrase("Hur du ser att det är samma sak."),
            required=True,
            rows=2,
        ),
    ),
)

SET_DIARY_NUMBER = StepForm(
    command=SetDiaryNumber,
    path="diarienummer",
    group=Group.RECORD,
    title=phrase("Skriv in diarienumret"),
    purpose=phrase("Numret som ärendet har i kommunens eget diarium, när det inte har kommit."),
    button=phrase("Spara numret"),
    done=phrase("Diarienumret är sparat."),
    fields=(
        Field(
            "number",
            Control.LINE,
            phrase("Diarienummer"),
            phrase("Som det står i kommunens diarium."),
            required=True,
        ),
        Field(
            "reason",
            Control.TEXT,
            WHY,
            phrase("Måste skrivas om ärendet redan har ett annat nummer."),
            rows=2,
        ),
    ),
)

RETRY_DIARY = StepForm(
    command=RetryDiary,
    path="prova-diariet",
    group=Group.RECORD,
    title=phrase("Pröva kommunens diarium igen"),
    purpose=phrase("Kommunens diarium tog inte emot ärendet. Det får försöka en gång till."),
    button=phrase("Pröva igen"),
    done=phrase("Kommunens diarium får försöka igen."),
    fields=(),
)

FORMS = (LINK, MERGE, SET_DIARY_NUMBER, RETRY_DIARY)
