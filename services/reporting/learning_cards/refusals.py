"""Why what was asked cannot be done with a learning card."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from services.reporting.learning_cards.documents import State, Talk, TextField
from services.reporting.learning_cards.objecting import Objection
from shared.errors import PermanentError


class CardRefused(PermanentError):
    """It cannot be done with the card as it is."""

    slug: ClassVar[str] = "learning_card_refused"


class CardChanged(CardRefused):
    """Somebody else was first.

    `seq` is what the card is at now (0 where it is gone), `changed` which texts are others since,
    `now` what stands in them.
    """

    def __init__(self, seq: int, changed: Sequence[str], now: Mapping[TextField, str]) -> None:
        super().__init__("Somebody else has changed the card. Read it again, then decide.")
        self.seq = seq
        self.changed = tuple(changed)
        self.now = dict(now)


class WrongState(CardRefused):
    """What is published is frozen, and what is withdrawn stays so."""

    def __init__(self, state: State) -> None:
        super().__init__(
            {
                State.DRAFT: "The card is a draft: publish it first.",
                State.PUBLISHED: "The card is published and does not change. Withdraw it instead.",
                State.WITHDRAWN: "The card is withdrawn. Make a new one.",
            }[state]
        )
        self.state = state


class Incomplete(CardRefused):
    """Texts are missing without which nobody learns anything."""

    def __init__(self, missing: Sequence[TextField]) -> None:
        super().__init__("Write every text before publishing: " + ", ".join(missing) + ".")
        self.missing = tuple(missing)


class MayPointOut(CardRefused):
    """The texts hold what may point out a person."""

    def __init__(self, found: Sequence[Objection]) -> None:
        super().__init__(
            "The texts may point out a person. Mend each place; what is not certain can be "
            "confirmed as being no name."
        )
        self.objections = tuple(found)


class UnitTooSmall(CardRefused):
    """The unit has too few cases to be shown."""

    def __init__(self) -> None:
        super().__init__(
            "The unit has too few cases of the category to be shown: somebody might be recognised."
        )


class CaseUnusable(CardRefused):
    """No card can be made of the case. `text` is what was given as its number."""

    def __init__(self, message: str, text: str) -> None:
        super().__init__(message)
        self.text = text


class CaseNotFound(CaseUnusable):
    """There is none."""

    def __init__(self, text: str) -> None:
        super().__init__("No case with this number or reference has been counted.", text)


class CaseOutOfReach(CaseUnusable):
    """There is one, and it is not theirs."""

    def __init__(self, text: str) -> None:
        super().__init__("The case is outside your unit or board.", text)


class CaseErasedAlready(CaseUnusable):
    """What happened is not known any more."""

    def __init__(self, text: str) -> None:
        super().__init__(
            "The personal data of the case are destroyed: no card is made of it.", text
        )


class OfSeveralBoards(CaseUnusable):
    """A card is read by one board."""

    def __init__(self, text: str) -> None:
        super().__init__("The cases are of several boards: make a card for each.", text)


class AlreadyNoted(CardRefused):
    """The unit has noted something else about the meeting of that day."""

    def __init__(self, talk: Talk) -> None:
        super().__init__("The unit has noted this meeting otherwise: take that note away first.")
        self.talk = talk
