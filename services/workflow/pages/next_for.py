"""What is most useful for someone to do in a case now. Pure: told what they may do."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.workflow.case import Case
from services.workflow.control_points import control_points
from services.workflow.measures import Measure
from services.workflow.pages.forms.definitions import BY_STEP
from services.workflow.pages.forms.field import StepForm
from services.workflow.pages.forms.reading import AT_CLOSING
from shared.events.handling_words import ActionState
from shared.events.vocabulary import (
    Acknowledgement,
    ComplainantView,
    Feedback,
    Kind,
    LexSarahState,
    Status,
    Wish,
)
from shared.pages.phrases import Phrase, phrase

AT_MOST = 2


@dataclass(frozen=True)
class Suggestion:
    """A step that is worth taking now, and why."""

    form: StepForm
    why: Phrase


def next_for(
    case: Case, may: Callable[[str], bool], today: date, account: str | None
) -> tuple[Suggestion, ...]:
    """The one or two steps that bring the case on, of those that can be taken.

    `may` says of a step's name whether the person has it.
    """
    found: list[Suggestion] = []
    for name, why in _wanted(case, today, account):
        form = BY_STEP[name]
        taken = any(each.form is form for each in found)
        if not taken and may(name) and form.command.may_be_taken(case):
            found.append(Suggestion(form, why))
        if len(found) == AT_MOST:
            break
    return tuple(found)


def _wanted(case: Case, today: date, account: str | None) -> Iterator[tuple[str, Phrase]]:
    facts = case.facts
    if facts.status is Status.PAUSED:
        until = facts.paused_until
        if until is not None and until > today:
            yield "resume", phrase("Ärendet vilar till %(day)s.", day=until)
        else:
            yield "resume", phrase("Tiden som ärendet skulle vila är slut.")
    if facts.responsible is None:
        yield "assign", phrase("Ingen ansvarar för ärendet ännu.")
    elif case.in_conflict(facts.responsible):
        yield "assign", phrase("Den som ansvarar är jävig: någon annan ska ta över.")
    if facts.lex_sarah is LexSarahState.SUSPECTED:
        why = phrase("Någon misstänker ett missförhållande, och det ska rapporteras genast.")
        yield "report-lex-sarah", why
        yield "decline-lex-sarah", phrase("Om det inte är ett missförhållande: skriv varför.")
    if facts.unreached:
        yield "record-reached", phrase("Det vi skickade kom inte fram: ring eller skriv ett brev.")
    if facts.acknowledgement is Acknowledgement.PENDING and _can_be_told(case):
        yield "acknowledge", phrase("Den som har lämnat ärendet vet inte att det är mottaget.")
    if facts.severity is None:
        yield "assess", phrase("Ingen har bedömt hur allvarligt det är.")
    if facts.responsible is not None and facts.unit is None and facts.kind is not Kind.LEX_SARAH:
        yield "reclassify", phrase("Ingen enhet är vald.")
    if case.referral is not None and case.referral.accepted_on is None:
        yield "accept-referral", phrase("Ärendet är erbjudet till någon annan: anteckna svaret.")
    if case.lex_sarah is not None:
        yield from _lex_sarah(case)
    yield from _investigation(case, account)
    yield from _measures(case, today)
    yield from _answer(case)
    yield from _end(case)


def _lex_sarah(case: Case) -> Iterator[tuple[str, Phrase]]:
    track = case.lex_sarah
    assert track is not None  # noqa: S101 - asked of such a case only
    if track.misconduct is not None and track.misconduct.is_serious and track.ivo is None:
        yield "notify-ivo", phrase("Det är allvarligt: anmäl snarast till IVO.")
    if case.facts.investigated is True and track.misconduct is None:
        yield "decide-lex-sarah", phrase("Utredningen är klar och väntar på beslut.")
    if track.ivo is not None and track.ivo.decision is None:
        yield "record-ivo-decision", phrase("IVO har fått anmälan och inte svarat.")


def _investigation(case: Case, account: str | None) -> Iterator[tuple[str, Phrase]]:
    facts = case.facts
    investigation = case.investigation
    if investigation is not None and investigation.conclusion is None:
        mine = investigation.investigator == account
        if not investigation.findings:
            yield "add-finding", phrase("Utredningen har börjat och är tom.")
        yield (
            "conclude",
            phrase("Du utreder: avsluta när du vet varför det hände.")
            if mine
            else phrase("Utredningen pågår."),
        )
        yield "add-finding", phrase("Anteckna det som kommer fram medan du utreder.")
    elif facts.complainant_view is ComplainantView.DISPUTES and facts.reopened:
        yield "investigate", phrase("Den som klagade höll inte med: utred på nytt.")
        yield "answer", phrase("Den som klagade höll inte med: ge ett nytt svar.")
    elif facts.investigated is not True and _must_investigate(case):
        why = (
            phrase("En avvikelse utreds alltid.")
            if facts.kind is Kind.DEVIATION
            else phrase("En lex Sarah-rapport utreds alltid.")
            if facts.kind is Kind.LEX_SARAH
            else phrase("Risken är så stor att ärendet ska utredas.")
        )
        yield "investigate", why


def _measures(case: Case, today: date) -> Iterator[tuple[str, Phrase]]:
    decided = [each for each in case.measures if each.state is ActionState.DECIDED]
    late = [each for each in decided if each.due is not None and each.due < today]
    if case.facts.investigated is True and case.facts.causes and not case.measures:
        yield "decide-action", phrase("Utredningen fann orsaker, och ingen åtgärd är beslutad.")
    if late:
        yield "complete-action", phrase("En åtgärd skulle ha varit klar %(day)s.", day=_due(late))
    elif decided and not case.is_open:
        yield "complete-action", phrase("En beslutad åtgärd är inte gjord.")
    if not case.is_open and any(each.state is ActionState.DONE for each in case.measures):
        yield "judge-effect", phrase("En åtgärd är gjord: hjälpte den?")


def _due(late: Sequence[Measure]) -> date:
    return min(each.due for each in late if each.due is not None)


def _answer(case: Case) -> Iterator[tuple[str, Phrase]]:
    facts = case.facts
    if facts.feedback is not Feedback.DUE or facts.feedback_wish is Wish.NO:
        return
    if not facts.anonymous:
        why = (
            phrase("Ett utkast till svar är påbörjat.")
            if case.draft
            else phrase("Den som har lämnat ärendet väntar på svar.")
        )
        yield "answer", why
    elif facts.kind is not Kind.PRAISE:
        yield "answer", phrase("Svaret står på sidan där ärendet kan följas, också för anonyma.")
        yield "waive-answer", phrase("Ingen väntar på svar: skriv varför inget lämnas.")


def _end(case: Case) -> Iterator[tuple[str, Phrase]]:
    if case.facts.status is Status.CLOSED:
        yield "follow-up", phrase("Se efter en tid om det blev bättre.")
        return
    missing = [
        point
        for point in control_points(case)
        if not point.fulfilled and point.id not in AT_CLOSING
    ]
    if not missing:
        yield "close", phrase("Allt som ska finnas i ärendet finns där.")
    else:
        yield (
            "close",
            phrase("%(count)s kontrollpunkter är inte besvarade.", count=len(missing))
            if len(missing) > 1
            else phrase("En kontrollpunkt är inte besvarad."),
        )


def _must_investigate(case: Case) -> bool:
    facts = case.facts
    return facts.kind in (Kind.DEVIATION, Kind.LEX_SARAH) or facts.must_investigate is True


def _can_be_told(case: Case) -> bool:
    contact = case.content.contact
    return contact.phone is not None and contact.email is None
