"""Whom a case can be given: posts of its board, and those who log in (R41–R43)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.workflow.case import Case
from services.workflow.pages.labels import PostLabel
from services.workflow.pages.posts import Posts
from services.workflow.proposals import proposed_responsible
from shared.events.vocabulary import Role
from shared.identity.accounts import Account
from shared.identity.roles import HANDLE
from shared.organisation import Organisation
from shared.organisation.roles import RecipientRole, RoleAccount
from shared.pages.phrases import Label, phrase
from shared.pages.words import ROLES

_HANDLERS = (*HANDLE, Role.INVESTIGATOR, Role.QUALITY)


@dataclass(frozen=True)
class OfferedAccount:
    """An account and what it is called."""

    account: str
    label: Label


def offered_accounts(
    case: Case, organisation: Organisation, accounts: Iterable[Account]
) -> tuple[OfferedAccount, ...]:
    """Everyone who may answer for the case, the proposed one first, each once."""
    kept_from = case.lex_sarah.kept_from if case.lex_sarah else ()
    found: dict[str, OfferedAccount] = {}
    for each in (*_posts(case, organisation), *_who_log_in(case, accounts)):
        if not case.in_conflict(each.account) and each.account not in kept_from:
            found.setdefault(each.account, each)
    proposed = proposed_responsible(case, organisation).account
    first = found.pop(proposed, None)
    return (*((first,) if first else ()), *found.values())


def _posts(case: Case, organisation: Organisation) -> Iterator[OfferedAccount]:
    """Those nearest to the case's unit first."""
    posts = Posts(organisation)
    for account in _role_accounts(case, organisation):
        post = posts.of(account.account)
        if post is not None:
            yield OfferedAccount(account.account, PostLabel(post))


def _role_accounts(case: Case, organisation: Organisation) -> Iterator[RoleAccount]:
    own = organisation.unit(case.facts.unit, case.facts.board) if case.facts.unit else None
    near = (own, *organisation.units_above(own.id)) if own else ()
    rest = [unit for unit in organisation.units_of(case.facts.board) if unit not in near]
    for unit in (*near, *rest):
        yield from filter(None, (unit.manager, unit.coordinator, unit.head_of_operations))
    recipients = organisation.known_board(case.facts.board).recipients
    yield from filter(None, (recipients.by_role(role) for role in RecipientRole))


def _who_log_in(case: Case, accounts: Iterable[Account]) -> Iterator[OfferedAccount]:
    for account in accounts:
        principal = account.principal
        held = [role for role in _HANDLERS if principal.has(role)]
        if held and principal.board in (None, case.facts.board):
            named = principal.id or account.user
            yield OfferedAccount(
                named, phrase("%(role)s: %(account)s", role=ROLES[held[0]], account=named)
            )
