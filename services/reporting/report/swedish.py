"""Swedish grammar as far as sentences about numbers need it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.events.vocabulary import Kind

_THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Noun:
    """`one` is indefinite singular, `many` indefinite plural, `the_many` definite plural."""

    one: str
    many: str
    the_many: str
    neuter: bool = False
    the_one: str = ""


CASES = Noun("ärende", "ärenden", "ärendena", neuter=True, the_one="ärendet")
EVENTS = Noun("händelse", "händelser", "händelserna", the_one="händelsen")
MONTHS = Noun("månad", "månader", "månaderna", the_one="månaden")
DAYS = Noun("dag", "dagar", "dagarna", the_one="dagen")

KINDS: Mapping[Kind, Noun] = {
    Kind.COMPLAINT: Noun("klagomål", "klagomål", "klagomålen", neuter=True, the_one="klagomålet"),
    Kind.VIEW: Noun("synpunkt", "synpunkter", "synpunkterna", the_one="synpunkten"),
    Kind.SUGGESTION: Noun("förslag", "förslag", "förslagen", neuter=True, the_one="förslaget"),
    Kind.PRAISE: Noun("beröm", "beröm", "berömmen", neuter=True, the_one="berömmet"),
    Kind.DEVIATION: Noun("avvikelse", "avvikelser", "avvikelserna", the_one="avvikelsen"),
    Kind.LEX_SARAH: Noun(
        "lex Sarah-rapport",
        "lex Sarah-rapporter",
        "lex Sarah-rapporterna",
        the_one="lex Sarah-rapporten",
    ),
}


def number(value: int) -> str:
    """`1 234`, with a narrow space that breaks no line."""
    return f"{value:,}".replace(",", _THIN_SPACE)


def counted(value: int, noun: Noun) -> str:
    """`inga klagomål`, `ett klagomål`, `en avvikelse`, `10 klagomål`."""
    if value == 0:
        return f"inga {noun.many}"
    if value == 1:
        return f"{'ett' if noun.neuter else 'en'} {noun.one}"
    return f"{number(value)} {noun.many}"


def the_counted(value: int, noun: Noun) -> str:
    """`det enda klagomålet`, `de 10 klagomålen`. Of nothing there is nothing to say: ValueError."""
    if value < 1:
        raise ValueError("there are none of them")
    if value == 1:
        return f"{'det' if noun.neuter else 'den'} enda {noun.the_one}"
    return f"de {number(value)} {noun.the_many}"


def agreeing(value: int, noun: Noun, common: str, neuter: str, plural: str) -> str:
    """The form that agrees with so many: `besvarad`, `besvarat`, `besvarade`."""
    if value == 1:
        return neuter if noun.neuter else common
    return plural


def listed(words: Sequence[str]) -> str:
    """`a`, `a och b`, `a, b och c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} och {words[-1]}"


def percent(share: float) -> str:
    """A part of the whole, 0 to 1, in whole percent: `60 procent`."""
    return f"{round_half_up(100 * share)} procent"


def round_half_up(value: float) -> int:
    """As people round: 0.5 becomes 1, where Python's own rounding goes to the even one."""
    return int(value + 0.5)


def capital(text: str) -> str:
    """With a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]
