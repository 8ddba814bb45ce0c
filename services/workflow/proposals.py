"""Who is proposed to answer for a case (R41–R43, R50)."""

from collections.abc import Iterator

from services.workflow.case import Case
from shared.events.facts import CaseFacts
from shared.events.vocabulary import Kind
from shared.organisation import Organisation
from shared.organisation.roles import RecipientRole, RoleAccount


def proposed_responsible(case: Case, organisation: Organisation) -> RoleAccount:
    """The unit's nearest manager, unless something speaks against them.

    An overarching matter, of a unit that has others below it, goes to the head of operations
    (R42). A lex Sarah case goes to the board's investigator. With a conflict of interest somebody
    outside the unit is proposed. The board's registrar where the unit is not known, or nobody
    else is left, who finds out (R12).
    """
    candidates = list(_in_order(case, organisation))
    free = (each for each in candidates if not _barred(case, each.account))
    registrar = organisation.known_board(case.facts.board).recipients.registrar
    return next(free, registrar)


def _in_order(case: Case, organisation: Organisation) -> Iterator[RoleAccount]:
    facts = case.facts
    for role in _roles(facts, organisation):
        account = organisation.account_for(role, facts.board, facts.unit)
        if account is not None:
            yield account


def _roles(facts: CaseFacts, organisation: Organisation) -> tuple[RecipientRole, ...]:
    if facts.kind is Kind.LEX_SARAH:
        return (
            RecipientRole.INVESTIGATOR,
            RecipientRole.QUALITY,
            RecipientRole.HEAD_OF_OPERATIONS,
        )
    if facts.unit is None:
        return ()
    nearest = [RecipientRole.MANAGER, RecipientRole.HEAD_OF_OPERATIONS]
    if organisation.units_below(facts.unit):
        nearest.reverse()
    return (*nearest, RecipientRole.COORDINATOR, RecipientRole.QUALITY)


def _barred(case: Case, account: str) -> bool:
    kept_from = case.lex_sarah.kept_from if case.lex_sarah else ()
    return case.in_conflict(account) or account in kept_from
