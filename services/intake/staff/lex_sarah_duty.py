"""What the law asks of whoever finds a misconduct, by law and by day: words, never a deadline."""

from dataclasses import dataclass
from datetime import date

from shared.events.vocabulary import Law
from shared.pages.phrases import Phrase, phrase


@dataclass(frozen=True)
class Duty:
    """The duty to report, and what follows on a report, as the law says it since a day."""

    law: Law
    since: date
    name: Phrase
    report: Phrase
    then: Phrase


_DUTIES = (
    Duty(
        Law.SOL,
        date(2025, 7, 1),
        phrase("Socialtjänstlagen (2025:400)"),
        phrase(
            "Den som arbetar i socialtjänsten ska genast rapportera ett missförhållande, eller en "
            "påtaglig risk för ett missförhållande (27 kap. 2 §)."
        ),
        phrase("Det ska genast dokumenteras, utredas och avhjälpas (27 kap. 5 §)."),
    ),
    Duty(
        Law.LSS,
        date.min,
        phrase("Lagen om stöd och service (1993:387)"),
        phrase(
            "Den som arbetar med insatser enligt LSS ska genast rapportera ett missförhållande, "
            "eller en påtaglig risk för ett missförhållande (24 b §)."
        ),
        phrase("Det ska utan dröjsmål dokumenteras, utredas och avhjälpas (24 e §)."),
    ),
)


def duties(on: date) -> tuple[Duty, ...]:
    """The duties in force on the Swedish day `on`, one for each law; the newest that has begun."""
    begun = [duty for duty in _DUTIES if duty.since <= on]
    newest = {duty.law: duty for duty in sorted(begun, key=lambda each: each.since)}
    return tuple(duty for duty in begun if duty is newest[duty.law])
