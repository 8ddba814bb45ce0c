"""What stands against showing what people have typed, and what they may confirm away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.reporting.learning_cards.deidentifying.checking import Surroundings, places
from services.reporting.learning_cards.deidentifying.places import Place
from services.reporting.learning_cards.documents import Confirmed


@dataclass(frozen=True, slots=True)
class Objection:
    """A place of one of the texts."""

    field: str
    place: Place

    @property
    def claim(self) -> Confirmed:
        """What someone says who says that it points out nobody."""
        return Confirmed(
            field=self.field, rule=str(self.place.rule), words=self.place.words.casefold()
        )


def found_in(texts: Mapping[str, str], surroundings: Surroundings) -> tuple[Objection, ...]:
    """Every place that may point out a person, field by field."""
    return tuple(
        Objection(str(field), each)
        for field, text in texts.items()
        for each in places(text, surroundings)
    )


def standing(found: Sequence[Objection], confirmed: Iterable[Confirmed]) -> tuple[Objection, ...]:
    """Those that still stand against it: what is certain nobody can confirm away."""
    said = {(each.field, each.rule, each.words.casefold()) for each in confirmed}
    return tuple(
        each
        for each in found
        if each.place.certain or (each.claim.field, each.claim.rule, each.claim.words) not in said
    )


def confirmations(
    found: Sequence[Objection], confirmed: Iterable[Confirmed]
) -> tuple[Confirmed, ...]:
    """Of what was confirmed, that which was found."""
    open_ones = set(standing(found, confirmed))
    return tuple(dict.fromkeys(each.claim for each in found if each not in open_ones))
