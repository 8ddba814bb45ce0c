"""Forms of measures, from the decision to the look back."""

from services.workflow.pages.forms import offers
from services.workflow.pages.forms.field import Beside, Control, Field, Group, Sheet, StepForm
from services.workflow.pages.words import ACTION_STATES
from services.workflow.steps.acting import CompleteAction, DecideAction, FollowUp, JudgeEffect
from shared.events.handling_words import ActionState
from shared.pages.phrases import phrase


def _causes_are_found(sheet: Sheet) -> bool:
    return bool(sheet.case.facts.causes)


DECIDE_ACTION = StepForm(
    command=DecideAction,
    path="besluta-atgard",
    group=Group.MEASURES,
    title=phrase("Besluta en åtgärd"),
    purpose=phrase("Vad som ska göras så att det inte händer igen. En åtgärd i taget."),
    button=phrase("Besluta åtgärden"),
    done=phrase("Åtgärden är beslutad."),
    fields=(
        Field(
            "text",
            Control.TEXT,
            phrase("Åtgärd"),
            phrase("Skriv vad som ska göras, så att någon annan kan se om det är gjort."),
            required=True,
            rows=4,
        ),
        Field(
            "kind",
            Control.SELECT,
            phrase("Sorts åtgärd"),
            phrase("Välj den som ligger närmast."),
            required=True,
            choices=offers.action_kinds,
        ),
        Field(
            "level",
            Control.RADIOS,
            phrase("Vem den når"),
            phrase("Den vidaste krets som åtgärden gäller."),
            required=True,
            choices=offers.action_levels,
        ),
        Field(
            "cause",
            Control.RADIOS,
            phrase("Orsak som den tar bort"),
            phrase("En av orsakerna som utredningen fann."),
            required=True,
            choices=offers.found_causes,
            asked=_causes_are_found,
        ),
        Field(
            "owner",
            Control.SELECT,
            phrase("Vem som gör det"),
            phrase("Den som ansvarar för ärendet, om du inte väljer någon annan."),
            choices=offers.accounts_or_responsible,
        ),
        Field(
            "due",
            Control.DAY,
            phrase("Klar senast"),
            phrase("Dagen då åtgärden ska vara genomförd, till exempel 2026-12-18."),
        ),
        Field(
            "external_reference",
            Control.LINE,
            phrase("Deras nummer"),
            phrase("Till exempel felanmälans nummer hos it-supporten."),
        ),
    ),
    beside=Beside.INVESTIGATION,
)

COMPLETE_ACTION = StepForm(
    command=CompleteAction,
    path="atgard-gjord",
    group=Group.MEASURES,
    title=phrase("En åtgärd är gjord"),
    purpose=phrase("Anteckna att en beslutad åtgärd är genomförd."),
    button=phrase("Åtgärden är gjord"),
    done=phrase("Åtgärden är antecknad som gjord."),
    fields=(
        Field(
            "action",
            Control.MEASURE,
            phrase("Vilken åtgärd"),
            phrase("De som är beslutade och inte gjorda."),
            required=True,
            choices=offers.measures_that_are(ActionState.DECIDED),
            preset=offers.only_measure(ActionState.DECIDED),
        ),
        Field(
            "done_on",
            Control.DAY,
            phrase("Dag"),
            phrase("Dagen då den blev klar."),
            preset=offers.today,
        ),
        Field(
            "result",
            Control.TEXT,
            phrase("Resultat"),
            phrase("Skriv kort vad som blev gjort."),
            rows=3,
        ),
    ),
    beside=Beside.INVESTIGATION,
)

JUDGE_EFFECT = StepForm(
    command=JudgeEffect,
    path="bedom-effekt",
    group=Group.MEASURES,
    title=phrase("Bedöm en åtgärds effekt"),
    purpose=phrase("Hjälpte det? Bedöm när tillräckligt lång tid har gått för att det ska märkas."),
    button=phrase("Spara bedömningen"),
    done=phrase("Effekten är bedömd."),
    fields=(
        Field(
            "action",
            Control.MEASURE,
            phrase("Vilken åtgärd"),
            phrase("De som är gjorda och inte bedömda."),
            required=True,
            choices=offers.measures_that_are(ActionState.DONE),
            preset=offers.only_measure(ActionState.DONE),
        ),
        Field(
            "effect",
            Control.RADIOS,
            phrase("Effekt"),
            phrase("Om åtgärden gjorde att det inte händer igen."),
            required=True,
            choices=offers.one_of(ACTION_STATES, (ActionState.EFFECTIVE, ActionState.NO_EFFECT)),
        ),
        Field(
            "explanation",
            Control.TEXT,
            phrase("Hur du vet det"),
            phrase("Vad du har sett, mätt eller hört."),
            required=True,
            rows=3,
        ),
    ),
    beside=Beside.INVESTIGATION,
)

FOLLOW_UP = StepForm(
    command=FollowUp,
    path="folj-upp",
    group=Group.MEASURES,
    title=phrase("Följ upp ärendet"),
    purpose=phrase("En tid efter avslutet: blev det bättre, och håller det?"),
    button=phrase("Spara uppföljningen"),
    done=phrase("Ärendet är uppföljt."),
    fields=(
        Field(
            "text",
            Control.TEXT,
            phrase("Vad uppföljningen visar"),
            phrase("Skriv hur det ser ut nu, och om något mer behöver göras."),
            required=True,
            rows=5,
        ),
    ),
    beside=Beside.INVESTIGATION,
)

FORMS = (DECIDE_ACTION, COMPLETE_ACTION, JUDGE_EFFECT, FOLLOW_UP)
