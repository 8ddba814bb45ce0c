"""Who may do what with which case: the one place that API and pages ask."""

from collections.abc import Iterator
from typing import Any, ClassVar

from services.workflow import access_table as table
from services.workflow.access_table import Matter, Scope, matter_of, scope_of
from services.workflow.case import Case
from services.workflow.sight import (
    FIELD,
    by_account,
    everywhere,
    from_board,
    from_unit,
    holders,
)
from shared.events.envelope import Actor
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.organisation import Organisation
from shared.web.problems import Forbidden

_ACTING = (
    Role.MANAGER,
    Role.HEAD_OF_OPERATIONS,
    Role.INVESTIGATOR,
    Role.CASEWORKER,
    Role.REGISTRAR,
    Role.QUALITY,
)
"""As whom someone with several roles acts: the first that the action is given to."""


class Access:
    """Answers from the table in `access_table.py`, from the account's place and from the case."""

    READ: ClassVar[str] = table.READ
    LISTS: ClassVar[str] = table.LISTS
    DIARY: ClassVar[str] = table.DIARY
    SNAPSHOTS: ClassVar[str] = table.SNAPSHOTS

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    def may(self, principal: Principal, action: str, case: Case) -> bool:
        """Whether they may do it with this case. `action` is a step's name, or one of the above."""
        return next(self._granting(principal, action, case), None) is not None

    def check(self, principal: Principal, action: str, case: Case) -> None:
        """Raises Forbidden, with the roles that would have it."""
        if not self.may(principal, action, case):
            raise Forbidden(
                "The case is out of your reach, or none of your roles may do this with it.",
                reasons=self._who_may(action, case),
            )

    def acting(self, principal: Principal, action: str, case: Case) -> Actor:
        """Who does it, and in which role. Raises Forbidden."""
        self.check(principal, action, case)
        granting = set(self._granting(principal, action, case))
        order = (*_ACTING, *sorted(granting))
        return Actor(role=next(role for role in order if role in granting), id=principal.id)

    def visible(self, principal: Principal, action: str = table.LISTS) -> dict[str, Any]:
        """What their lists, searches, counts and diary are made of, as a filter of the store.

        `read` is for what shows the words of a case or searches in them, `diary` for the journal.
        Its fields stand in no other filter. It goes into a `$match` of its own, after the one that
        an index serves: in one with that, the embedded store would read every case. It matches
        nothing for whoever is given nothing.
        """
        words = {matter: self._reached(principal, action, matter) for matter in Matter}
        where: dict[str, Any] = {}
        if any(everywhere(matter) not in words[matter] for matter in Matter):
            where[FIELD] = {"$in": [word for each in words.values() for word in each]}
        beyond_own = set(words[Matter.LEX_SARAH]) - {
            by_account(Matter.LEX_SARAH, str(principal.id))
        }
        if beyond_own:
            where["lex_sarah.kept_from"] = {"$ne": principal.id}
        return where

    def roles_that_may(self, action: str) -> tuple[Role, ...]:
        """Every role that the action is given to, in some case."""
        return table.roles_that_may(action)

    def _granting(self, principal: Principal, action: str, case: Case) -> Iterator[Role]:
        if case.lex_sarah is not None and principal.id in case.lex_sarah.kept_from:
            return
        matter = matter_of(case.facts, case.lex_sarah)
        for role in sorted(principal.roles):
            scope = scope_of(role, action, matter)
            if scope and self._is_within(principal, action, scope, case, matter):
                yield role

    def _is_within(
        self, principal: Principal, action: str, scope: Scope, case: Case, matter: Matter
    ) -> bool:
        if scope is Scope.ALL or self._is_own(principal, action, case, matter):
            return True
        if scope is Scope.OWN:
            return False
        if scope is Scope.UNIT and principal.unit is not None:
            return case.facts.unit in self._units(principal.unit)
        return principal.board in (None, case.facts.board)

    def _is_own(self, principal: Principal, action: str, case: Case, matter: Matter) -> bool:
        if principal.id in holders(case.facts, case.lex_sarah, case.investigation):
            return True
        enough = matter is not Matter.LEX_SARAH and action in table.FOR_OWNERS_OF_MEASURES
        return enough and any(measure.owner == principal.id for measure in case.measures)

    def _reached(self, principal: Principal, action: str, matter: Matter) -> list[str]:
        """The words of those cases of the kind that they see."""
        scopes = {scope_of(role, action, matter) for role in principal.roles} - {None}
        words = {
            word
            for scope in scopes
            if scope is not None
            for word in self._words(principal, scope, matter)
        }
        widest = everywhere(matter)
        return [widest] if widest in words else sorted(words)

    def _words(self, principal: Principal, scope: Scope, matter: Matter) -> Iterator[str]:
        if principal.id is not None:
            yield by_account(matter, principal.id)
        if scope is Scope.OWN:
            return
        if scope is Scope.UNIT and principal.unit is not None:
            yield from (from_unit(matter, unit) for unit in self._units(principal.unit))
        elif scope is Scope.ALL or principal.board is None:
            yield everywhere(matter)
        else:
            yield from_board(matter, principal.board)

    def _units(self, unit: str) -> tuple[str, ...]:
        return (unit, *(below.id for below in self._organisation.units_below(unit)))

    def _who_may(self, action: str, case: Case) -> list[str]:
        """The roles that would have it, each with where it must be placed."""
        matter = matter_of(case.facts, case.lex_sarah)
        scopes = {role: scope_of(role, action, matter) for role in self.roles_that_may(action)}
        if not any(scopes.values()):
            others = "no lex Sarah case" if matter is Matter.LEX_SARAH else "a lex Sarah case"
            return [f"{role}: where it is {others}" for role in scopes]
        return [f"{role}: {_place(scope, case)}" for role, scope in scopes.items() if scope]


def _place(scope: Scope, case: Case) -> str:
    match scope:
        case Scope.OWN:
            return "who is responsible for the case or investigates it"
        case Scope.UNIT if case.facts.unit is not None:
            return f"of the unit {case.facts.unit}, of one above it, or of the whole board"
        case Scope.ALL:
            return "any"
        case _:
            return f"of the board {case.facts.board}"
