"""Whose letters and calls a member of staff carries out: as far as the workflow shows them cases.

Read with the same scopes as `services/workflow/access_table.py` gives for handling: the unit and
those below it, the registrar the board. What of a lex Sarah case is not known here is left to the
registrar and to whoever answers for it.
"""

from shared.events.facts import CaseFacts
from shared.events.vocabulary import Kind, Role
from shared.identity.principal import Principal
from shared.organisation import Organisation

_BY_UNIT = (Role.CASEWORKER, Role.MANAGER, Role.HEAD_OF_OPERATIONS)


class OwnCases:
    """Asks the organisation which units lie below which."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    def sees(self, principal: Principal, facts: CaseFacts) -> bool:
        """Whether letters and calls of the case are theirs to carry out."""
        if principal.board not in (None, facts.board):
            return False
        if principal.has(Role.REGISTRAR):
            return True
        if facts.responsible is not None and facts.responsible == principal.id:
            return True
        if facts.kind is Kind.LEX_SARAH or not principal.has(*_BY_UNIT):
            return False
        return principal.unit is None or facts.unit in self._units(principal.unit)

    def posts(self, principal: Principal, facts: CaseFacts) -> bool:
        """Whether they may print and post letters of the case; the registrar alone passes on those
        of someone whose identity is protected.
        """
        if facts.protected_identity and not principal.has(Role.REGISTRAR):
            return False
        return self.sees(principal, facts)

    def _units(self, unit: str) -> frozenset[str]:
        return frozenset({unit, *(below.id for below in self._organisation.units_below(unit))})
