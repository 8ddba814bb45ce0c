"""Forms of papers, and of entries that are put right."""

from services.workflow.pages.directions import DIRECTIONS
from services.workflow.pages.forms import offers
from services.workflow.pages.forms.beginning import DUTIES, WHY
from services.workflow.pages.forms.field import Control, Field, Group, Sheet, StepForm
from services.workflow.steps.correcting import AddPaper, Correct, CorrectPaper
from shared.pages.choices import Choice
from shared.pages.phrases import phrase
from shared.pages.words import (
    CHANNELS,
    COMPLAINANT_VIEWS,
    DISCOVERERS,
    GENDERS,
    REPORTER_KINDS,
    WAYS,
    WISHES,
)

UNCHANGED = Choice("", phrase("Som det står"))
_DIRECTIONS = tuple(Choice(word, said) for word, said in DIRECTIONS.items())


def _has_diary_line(sheet: Sheet) -> bool:
    return sheet.case.diary is not None


def _diary(name: str) -> offers.Preset:
    def preset(sheet: Sheet) -> tuple[str, ...]:
        return (getattr(sheet.case.diary, name),) if sheet.case.diary else ()

    return preset


def _external_numbers(sheet: Sheet) -> tuple[str, ...]:
    return ("\n".join(f"{each.of}: {each.number}" for each in sheet.case.external_numbers),)


ADD_PAPER = StepForm(
    command=AddPaper,
    path="lagg-till-handling",
    group=Group.RECORD,
    title=phrase("Lägg till en handling"),
    purpose=phrase("En handling som finns utanför systemet, till exempel ett brev på papper."),
    button=phrase("Lägg till handlingen"),
    done=phrase("Handlingen står i ärendet."),
    fields=(
        Field(
            "title",
            Control.LINE,
            phrase("Vad det är"),
            phrase("Skriv inget namn: raden kan läsas av den som ber om diariet."),
            required=True,
        ),
        Field(
            "direction",
            Control.RADIOS,
            phrase("Riktning"),
            phrase("Om den kom in, gick ut eller upprättades här."),
            required=True,
            choices=offers.fixed(*_DIRECTIONS),
        ),
        Field(
            "on",
            Control.DAY,
            phrase("Dag"),
            phrase("Dagen då den kom in, gick ut eller upprättades."),
            preset=offers.today,
        ),
    ),
)

CORRECT_PAPER = StepForm(
    command=CorrectPaper,
    path="ratta-handling",
    group=Group.RECORD,
    title=phrase("Rätta en handling"),
    purpose=phrase("Hur en handling står i listan. Vad som stod förut sparas."),
    button=phrase("Rätta"),
    done=phrase("Handlingen är rättad. Vad som stod förut finns kvar."),
    fields=(
        Field(
            "number",
            Control.PAPER,
            phrase("Vilken handling"),
            phrase("Dess nummer i ärendets lista."),
            required=True,
            choices=offers.papers,
        ),
        Field(
            "title",
            Control.LINE,
            phrase("Vad det är"),
            phrase("Skriv inget namn: raden kan läsas av den som ber om diariet."),
        ),
        Field(
            "direction",
            Control.SELECT,
            phrase("Riktning"),
            phrase("Om den kom in, gick ut eller upprättades här."),
            choices=offers.fixed(UNCHANGED, *_DIRECTIONS),
        ),
        Field(
            "on",
            Control.DAY,
            phrase("Dag"),
            phrase("Dagen då den kom in, gick ut eller upprättades."),
        ),
        Field(
            "reason",
            Control.TEXT,
            WHY,
            phrase("Vad som var fel."),
            required=True,
            rows=2,
        ),
    ),
)

CORRECT = StepForm(
    command=Correct,
    path="ratta",
    group=Group.RECORD,
    title=phrase("Rätta en uppgift"),
    purpose=phrase("Ändra det som är fel och låt resten stå. Vad som stod förut sparas."),
    button=phrase("Rätta"),
    done=phrase("Uppgiften är rättad. Vad som stod förut finns kvar i historiken."),
    fields=(
        Field(
            "reason",
            Control.TEXT,
            WHY,
            phrase("Vad som var fel."),
            required=True,
            rows=2,
        ),
        Field(
            "received_on",
            Control.DAY,
            phrase("Kom in"),
            phrase("Dagen då ärendet nådde kommunen."),
            preset=offers.as_it_is("received_on"),
        ),
        Field(
            "occurred_on",
            Control.DAY,
            phrase("Hände"),
            phrase("Dagen då det hände."),
            preset=offers.as_it_is("occurred_on"),
        ),
        Field(
            "channel",
            Control.SELECT,
            phrase("Väg in"),
            phrase("Hur ärendet kom in."),
            choices=offers.one_of(CHANNELS),
            preset=offers.as_it_is("channel"),
        ),
        Field(
            "reporter_kind",
            Control.SELECT,
            phrase("Vem som lämnade ärendet"),
            phrase("I vilken roll, aldrig vem."),
            choices=offers.one_of(REPORTER_KINDS),
            preset=offers.as_it_is("reporter_kind"),
        ),
        Field(
            "discovered_by",
            Control.SELECT,
            phrase("Vem som upptäckte det"),
            phrase("Behövs för statistiken över avvikelser."),
            choices=offers.one_of(DISCOVERERS),
            preset=offers.as_it_is("discovered_by"),
        ),
        Field(
            "gender",
            Control.SELECT,
            phrase("Kön"),
            phrase("Som personen själv har sagt; används bara i nämndens statistik."),
            choices=offers.one_of(GENDERS),
            preset=offers.as_it_is("gender"),
        ),
        Field(
            "feedback_wish",
            Control.SELECT,
            phrase("Önskar svar"),
            phrase("Om den som lämnade ärendet vill ha svar."),
            choices=offers.one_of(WISHES),
            preset=offers.as_it_is("feedback_wish"),
        ),
        Field(
            "feedback_way",
            Control.SELECT,
            phrase("Hur svaret önskas"),
            phrase("Om det är känt."),
            choices=offers.one_or_none_of(WAYS),
            preset=offers.as_it_is("feedback_way"),
        ),
        Field(
            "complainant_view",
            Control.SELECT,
            phrase("Vad den som lämnade ärendet anser"),
            phrase("Om svaret och avslutet."),
            choices=offers.one_of(COMPLAINANT_VIEWS),
            preset=offers.as_it_is("complainant_view"),
        ),
        *DUTIES,
        Field(
            "protected_identity",
            Control.RADIOS,
            phrase("Har den som lämnade ärendet skyddade personuppgifter?"),
            phrase("Vid ja skickas inga mejl: brev utan namn förmedlas av registratorn."),
            choices=offers.fixed(*offers.YES_NO),
            preset=offers.as_it_is("protected_identity"),
        ),
        Field(
            "matter",
            Control.LINE,
            phrase("Ärenderaden i diariet"),
            phrase("Den kan vara offentlig: inget i den får röja vem det handlar om."),
            preset=_diary("matter"),
            asked=_has_diary_line,
        ),
        Field(
            "sender",
            Control.LINE,
            phrase("Avsändare i diariet"),
            phrase("Som slag, till exempel Enskild eller Region."),
            preset=_diary("sender"),
            asked=_has_diary_line,
        ),
        Field(
            "external_numbers",
            Control.NUMBERS,
            phrase("Andras nummer"),
            phrase("Ett på varje rad, till exempel: IVO: 3.5.1-12345/2026."),
            rows=3,
            preset=_external_numbers,
        ),
    ),
)

FORMS = (ADD_PAPER, CORRECT_PAPER, CORRECT)
