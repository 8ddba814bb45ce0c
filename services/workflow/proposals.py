"""Who is proposed to answer for a case (R41–R43, R50)."""

from collections.abc import Iterator

from services.workflow.case import Case
from shared.events.vocabulary import Kind
from shared.organisation import Organisation
from shared.organisation.roles import RecipientRole, RoleAccount


def proposed_responsible(case: Case, organisation: Organisation) -> RoleAccount:
    """The unit's nearest manager, unless something speaks against them.

    A lex Sarah case goes to the board's investigator. With a conflict of interest somebody outside
    the unit is proposed. The board's registrar where nobody else is left, who finds one.
    """
    candidates = list(_in_order(case, organisation))
    free = (each for each in candidates if not _barred(case, each.account))
    registrar = organisation.known_board(case.facts.board).recipients.registrar
    return next(free, registrar)


def _in_order(case: Case, organisation: Organisation) -> Iterator[RoleAccount]:
    facts = case.facts
    roles = [
        RecipientRole.MANAGER,
        RecipientRole.HEAD_OF_OPERATIONS,
        RecipientRole.COORDINATOR,
        RecipientRole.QUALITY,
    ]
    if facts.kind is Kind.LEX_SARAH:
        roles = [
            RecipientRole.INVESTIGATOR,
            RecipientRole.QUALITY,
            RecipientRole.HEAD_OF_OPERATIONS,
        ]
    if facts.unit is None:
        roles.remove(RecipientRole.MANAGER) if RecipientRole.MANAGER in roles else None
        if facts.kind is not Kind.LEX_SARAH:
            return
    for role in roles:
        account = organisation.account_for(role, facts.board, facts.unit)
        if account is not None:
            yield account


def _barred(case: Case, account: str) -> bool:
    kept_from = case.lex_sarah.kept_from if case.lex_sarah else ()
    return case.in_conflict(account) or account in kept_from
