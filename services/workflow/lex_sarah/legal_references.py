"""Which paragraph a lex Sarah matter stands under, by law and day.

On 1 July 2025 the rules moved from 14 kap. of the old socialtjänstlag (2001:453) to 27 kap. of
socialtjänstlag (2025:400). LSS (1993:387) has its own, which did not move.
"""

from dataclasses import dataclass
from datetime import date

from shared.events.vocabulary import Law

NEW_SOL = date(2025, 7, 1)


@dataclass(frozen=True)
class LegalReferences:
    """The paragraphs, as they are quoted in a Swedish text."""

    report: str
    """The duty to report."""
    investigate: str
    """To document, investigate and remedy."""
    notify: str
    """To notify IVO of what is serious."""
    investigate_when: str
    """The law's own word for how soon; no law gives a number of days."""


_OLD_SOL = LegalReferences(
    report="14 kap. 3 § socialtjänstlagen (2001:453)",
    investigate="14 kap. 6 § socialtjänstlagen (2001:453)",
    notify="14 kap. 7 § socialtjänstlagen (2001:453)",
    investigate_when="utan dröjsmål",
)
_SOL = LegalReferences(
    report="27 kap. 2 § socialtjänstlagen (2025:400)",
    investigate="27 kap. 5 § socialtjänstlagen (2025:400)",
    notify="27 kap. 6 § socialtjänstlagen (2025:400)",
    investigate_when="genast",
)
_LSS = LegalReferences(
    report="24 b § LSS (1993:387)",
    investigate="24 e § LSS (1993:387)",
    notify="24 f § LSS (1993:387)",
    investigate_when="utan dröjsmål",
)


def legal_references(law: Law | None, on: date) -> LegalReferences | None:
    """The paragraphs for a matter under `law` on that Swedish day.

    None under HSL, which has lex Maria instead. A case without law stands under SoL.
    """
    match law:
        case Law.HSL:
            return None
        case Law.LSS:
            return _LSS
        case _:
            return _SOL if on >= NEW_SOL else _OLD_SOL
