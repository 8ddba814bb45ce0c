"""The lex Sarah track: a linked case of its own (SoL 27 kap., LSS 24 b–f §§)."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.events.envelope import FactsEvent, Part
from shared.events.handling_words import IvoDecision, Misconduct
from shared.events.vocabulary import Law


class ReportedDetail(Part):
    """The case it came from, when it came from one (R49), and the law it stands under."""

    origin: UUID | None = None
    law: Law


class LexSarahReported(FactsEvent):
    """Someone fulfilled the duty to report (SoL 27:2)."""

    type: Literal["lexsarah.reported"] = "lexsarah.reported"
    version: Literal[1] = 1
    detail: ReportedDetail


class DeclinedDetail(Part):
    """Code-list word of the reason."""

    reason: str


class LexSarahDeclined(FactsEvent):
    """Assessed not to be a matter for lex Sarah, with a reason."""

    type: Literal["lexsarah.declined"] = "lexsarah.declined"
    version: Literal[1] = 1
    detail: DeclinedDetail


class DecidedDetail(Part):
    """The decision that ended the investigation."""

    misconduct: Misconduct


class LexSarahDecided(FactsEvent):
    """The investigation ended in a decision."""

    type: Literal["lexsarah.decided"] = "lexsarah.decided"
    version: Literal[1] = 1
    detail: DecidedDetail


class IvoNotifiedDetail(Part):
    """Day of the notification (Swedish time) and IVO's number once known (R51)."""

    notified_on: date
    ivo_reference: str | None = None


class LexSarahIvoNotified(FactsEvent):
    """Serious misconduct was notified to IVO (SoL 27:6)."""

    type: Literal["lexsarah.ivo-notified"] = "lexsarah.ivo-notified"
    version: Literal[1] = 1
    detail: IvoNotifiedDetail


class IvoDecidedDetail(Part):
    """Day of the decision (Swedish time), and what it was."""

    decided_on: date
    decision: IvoDecision


class LexSarahIvoDecided(FactsEvent):
    """IVO has decided of the notification."""

    type: Literal["lexsarah.ivo-decided"] = "lexsarah.ivo-decided"
    version: Literal[1] = 1
    detail: IvoDecidedDetail
