"""What the workflow publishes of what is put with a case: papers, messages, and links."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from shared.events.envelope import FactsEvent, Part
from shared.events.handling_words import Relation
from shared.events.vocabulary import ComplainantView


class Documented(StrEnum):
    """What was written into the case that facts do not tell of."""

    OPENED = "opened"
    """The workflow has the case; its number is asked for from the municipality's own diary."""
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    FINDING = "finding"
    INVESTIGATION = "investigation"
    DRAFT = "draft"
    PAPER = "paper"
    DIARY = "diary"
    """How it stands with the municipality's own diary."""
    UNREACHED = "unreached"
    """A notice to the complainant failed or came back."""
    REACHED = "reached"
    """The complainant has been reached after all."""


class DocumentedDetail(Part):
    """What it was, by its kind alone."""

    what: Documented


class CaseDocumented(FactsEvent):
    """Something was written into the case: a finding, a draft, a paper."""

    type: Literal["case.documented"] = "case.documented"
    version: Literal[1] = 1
    detail: DocumentedDetail


class LinkedDetail(Part):
    """Which case it belongs with, and how that one stands to this."""

    to: UUID
    relation: Relation


class CaseLinked(FactsEvent):
    """The case belongs with another."""

    type: Literal["case.linked"] = "case.linked"
    version: Literal[1] = 1
    detail: LinkedDetail


class NotedDetail(Part):
    """Which way the message went, and what the complainant says of the closing in it (R39)."""

    complainant_view: ComplainantView | None = None
    to_complainant: bool = False
    """Written by us to the complainant, not the other way."""


class CaseNoted(FactsEvent):
    """A message from or to the complainant was put with the case."""

    type: Literal["case.noted"] = "case.noted"
    version: Literal[1] = 1
    detail: NotedDetail
