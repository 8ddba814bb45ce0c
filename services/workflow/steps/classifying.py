"""What a case is, put right with a reason; what it first was stays on record (R15)."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints

from services.workflow.case import Case
from services.workflow.lex_sarah.legal_references import legal_references
from services.workflow.lex_sarah.track import LexSarahTrack
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.command import Command, Reason
from shared.events.handling import CaseReclassified
from shared.events.vocabulary import Kind, Law
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase

Identifier = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]

Theme = Annotated[str, StringConstraints(pattern=r"^[a-z0-9åäö-]{2,40}$")]
"""A word for what cuts across categories, for instance `pandemi` (R79). Never about a person."""


class Reclassify(Command):
    """Change kind, category, themes, law or unit, with a reason."""

    name: ClassVar[str] = "reclassify"

    kind: Kind | None = None
    category: Identifier | None = None
    themes: Annotated[tuple[Theme, ...], Field(max_length=10)] | None = None
    """All of them; an empty list takes them away."""
    law: Law | None = None
    unit: Identifier | None = None
    reason: Reason

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        board = organisation.known_board(case.facts.board)
        if Kind.LEX_SARAH in (self.kind, case.facts.kind) and self.kind not in (
            None,
            case.facts.kind,
        ):
            yield phrase(
                "En lex Sarah-rapport är ett eget ärende: rapportera den från ärendets sida."
            )
        known = {each.id for each in board.category_list.offered(self.kind or case.facts.kind)}
        if self.category is not None and self.category not in known:
            yield phrase(
                "Kategorin %(category)s finns inte. Välj en av: %(known)s.",
                category=self.category,
                known=", ".join(sorted(known)),
            )
        if self.unit is not None and organisation.unit(self.unit, board.id) is None:
            yield phrase("Enheten %(unit)s finns inte i nämnden.", unit=self.unit)
        if self.law is not None and self.law not in board.laws:
            yield phrase("Nämnden har ingen verksamhet enligt %(law)s.", law=self.law)
        if case.lex_sarah is not None and self.law is Law.HSL:
            yield phrase("Lex Sarah gäller inte hälso- och sjukvård: avböj rapporten i stället.")
        if not self._changes(case, organisation):
            yield phrase("Välj något att ändra.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:
        changes = self._changes(case, organisation)
        return taken(
            case,
            CaseReclassified,
            step,
            facts=changes,
            detail={
                "previous_kind": case.facts.kind,
                "previous_category": case.facts.category,
            },
            reason=self.reason,
            lex_sarah=case.lex_sarah and _moved(case, case.lex_sarah, changes, organisation),
        )

    def _changes(self, case: Case, organisation: Organisation) -> dict[str, Any]:
        unit = organisation.unit(self.unit, case.facts.board) if self.unit else None
        asked = {
            "kind": self.kind,
            "category": self.category,
            "themes": self.themes,
            "law": self.law,
            "unit": unit.id if unit else None,
        }
        return {
            name: value
            for name, value in asked.items()
            if value is not None and value != getattr(case.facts, name)
        }


def _moved(
    case: Case, track: LexSarahTrack, changes: dict[str, Any], organisation: Organisation
) -> LexSarahTrack:
    """A lex Sarah case of another law or unit: its paragraph, and whom it is kept from (R50)."""
    law = changes.get("law", track.law)
    references = legal_references(law, case.facts.received_on)
    unit = changes.get("unit")
    manager = organisation.manager_for(unit) if unit else None
    kept_from = (*track.kept_from, *((manager.account,) if manager else ()))
    return track.model_copy(
        update={
            "law": law,
            "legal_reference": references.report if references else track.legal_reference,
            "kept_from": tuple(dict.fromkeys(kept_from)),
        }
    )
