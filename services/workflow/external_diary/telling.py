"""What becomes of a case by the other diary's answer."""

from services.workflow.case import Case
from services.workflow.external_diary.entry import Entry, entry_of
from services.workflow.external_diary.mirror import Mirror, Problem
from services.workflow.stepping import Step, Taken, taken
from shared.clock import local_date
from shared.events.casework import CaseDocumented, Documented
from shared.events.handling import NO_SERIAL, CaseRegistered
from shared.events.vocabulary import Status
from shared.organisation import Organisation


def registered(case: Case, number: str, step: Step, mirror: Mirror) -> Taken:
    """The case under the number that it has in the other diary (R24, R28)."""
    early = case.facts.status is Status.RECEIVED
    paused_early = case.before_pause is Status.RECEIVED
    return taken(
        case,
        CaseRegistered,
        step,
        facts={
            **({"status": Status.REGISTERED} if early else {}),
            "diary_number": number,
            "registered_at": step.at,
        },
        detail={
            "board": case.facts.board,
            "year": local_date(step.at).year,
            "serial": NO_SERIAL,
        },
        before_pause=Status.REGISTERED if paused_early else case.before_pause,
        mirror=mirror,
    )


def refused(case: Case, mirror: Mirror, problem: Problem, step: Step) -> Taken:
    """The case that the other diary will not take as it is."""
    return taken(
        case,
        CaseDocumented,
        step,
        facts={},
        detail={"what": Documented.DIARY},
        reason=problem.value,
        mirror=mirror.refused(step.at, problem),
    )


def is_told(case: Case, entry: Entry, organisation: Organisation) -> bool:
    """Whether what was told is still all there is to tell."""
    now = entry_of(case, organisation)
    apart = {"version": entry.version, "number": entry.number}
    return now.model_copy(update=apart) == entry
