"""Finds the numbers of cases that a sentence tells, and what may be meant by each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from services.reporting.guard.bounds import Bound, bound_before
from services.reporting.guard.claims import Divided, Number, Reading
from services.reporting.guard.marked import Marked
from services.reporting.guard.number_words import (
    ALL_OF,
    AND_MORE,
    CAME_AFTER,
    CAME_BEFORE,
    DIVIDES,
    EXCEPT,
    FEW,
    FEW_AT_MOST,
    IN,
    MEASURE,
    NEXT_TO,
    NOT_ANY,
    OF,
    OF_NUMBER,
    OF_THEM,
    OF_WHICH,
    ONLY,
    REST,
    SPLITS,
    STANDS_ALONE,
    UPTO,
    VERBS,
    WHEN,
    WHOLE,
)
from services.reporting.guard.numerals import Numeral
from services.reporting.guard.properties import Told, told_of
from services.reporting.guard.segments import (
    is_wish,
    narrows_after,
    narrows_before,
    segment_after,
    segment_before,
)
from services.reporting.guard.subjects import Subject, genders, joined
from shared.events.vocabulary import Kind


@dataclass
class Counting:
    """Reads the numbers of one sentence in order. `taken` are places that are understood."""

    marked: Marked
    categories: Mapping[str, str]
    taken: Sequence[tuple[int, int]] = ()
    narrowed: bool = field(default=False, init=False)
    """Whether the last number was of some of the cases only."""
    _tells_after: bool | None = field(default=None, init=False)
    """Whether properties stand after their numbers, as the first of them does."""

    def claims(self) -> Iterator[Number | Divided]:
        """Every number that tells how many cases there were."""
        numbers = [each for each in self.marked.numbers if not self._is_taken(each.start)]
        bounding = [each for each in numbers if self._bounds(each)]
        stops = sorted([*(each.start for each in bounding), *(start for start, _ in self.taken)])
        ends = sorted([*(each.end for each in bounding), *(end for _, end in self.taken)])
        found: list[Numeral] = []
        for number in numbers:
            claim = self._read(number, stops, ends)
            if claim is not None:
                found.append(number)
                yield claim
        yield from self._none_and_few()
        yield from self._divided([number for number in numbers if self._is_told(number, found)])

    def _is_taken(self, place: int) -> bool:
        return any(start <= place < end for start, end in self.taken)

    def _bounds(self, number: Numeral) -> bool:
        """Whether what is told of the number before ends there: not at `en lex Sarah-rapport`."""
        text = self.marked.text
        if not number.may_be_article:
            return True
        after = text[number.end :]
        return bool(
            IN.search(text[: number.start])
            or re.match(r"\s+av\b", after)
            or DIVIDES.match(after.lstrip())
        )

    def _is_told(self, number: Numeral, found: Sequence[Numeral]) -> bool:
        """Whether it is one of cases; in a list `en avvikelse` is one too."""
        noun = self.marked.noun_after(number.end)
        between = self.marked.text[number.end : noun.start] if noun else ""
        return number in found or bool(noun and noun.kinds and NEXT_TO.fullmatch(between))

    def _read(self, number: Numeral, stops: Sequence[int], ends: Sequence[int]) -> Number | None:
        text = self.marked.text
        noun = self.marked.noun_after(number.end)
        between = text[number.end : noun.start] if noun else ""
        before = segment_before(text, number.start, [each for each in ends if each <= number.start])
        if self._gender_next(number):
            return self._of_gender(number)
        counted = self._counted(number, noun, between)
        if counted is None:
            return None
        kinds, end, is_part = counted
        of_number = OF_NUMBER.match(text, number.end)
        after = segment_after(text, noun.end if of_number and noun else end, stops)
        if is_wish(before) or is_wish(after):
            return None
        is_whole = bool(WHOLE.search(text[: number.start])) and not is_part
        told = None if is_whole else self._told(text, before, after)
        if noun is None or end != noun.end:
            if not self._stands_for_cases(number, before, after, told, is_part=is_part):
                return None
            close = re.split(r",|\boch\b", after)[0] if UPTO.search(before) else after
            narrowed = is_part or narrows_after(close) or narrows_before(before)
        else:
            narrowed = is_part or self._narrows(number, before, after, text)
        if told and self.marked.about.narrowed and OF_THEM.match(text, number.end):
            told = replace(told, at_most=True)
        readings = told.readings(kinds) if told else ()
        if not readings:
            readings = tuple(Reading(kinds=each, at_most=narrowed) for each in kinds)
        if is_whole and (of_those := told_of(after, text, self.categories)):
            readings = (*readings, *of_those.wholes(kinds))
        self.narrowed = narrowed or bool(told)
        return Number(
            start=number.start,
            end=end,
            value=number.value,
            readings=readings,
            bound=bound_before(text[: number.start], roughly=number.roughly),
            said_of_them=self._divides(number, end) if narrowed and _unsaid(told) else None,
            whole=is_whole,
            of_them=bool(OF_THEM.match(text, number.end)),
        )

    def _counted(
        self, number: Numeral, noun: Subject | None, between: str
    ) -> tuple[tuple[tuple[Kind, ...], ...], int, bool] | None:
        """Which kinds are counted, where that ends, and whether only some of them are."""
        text, place = self.marked.text, number.start
        others = self.marked.kinds_at(place)
        if OF_THEM.match(text, number.end) and not (noun and OF.search(between)):
            return others, number.end, True
        if noun and OF_NUMBER.match(text, number.end):
            return self._of(noun, others), number.end, True
        if noun and OF.search(between) and len(between) < 40:
            return self._of(noun, others), noun.end, True
        if noun and NEXT_TO.fullmatch(between):
            if not noun.kinds and IN.search(text[:place]):
                return self._of(noun, others), noun.end, True
            if number.may_be_article and not self._is_one(number, noun):
                return None
            kinds = self.marked.kinds_in_turn(place)
            if noun.kinds:
                return (noun.kinds,), noun.end, bool(IN.search(text[:place]))
            some = (
                self._of(noun, others)
                if OF_WHICH.search(text[:place])
                else (tuple(dict.fromkeys(((), *others))))
            )
            return ((kinds,) if kinds else some), noun.end, False
        if OF_WHICH.search(text[:place]) and not MEASURE.match(text, number.end):
            return others, number.end, True
        if number.may_be_article or (number.value == 0 and not number.text[0].isdigit()):
            return None
        if MEASURE.match(text, number.end) or not STANDS_ALONE.match(text, number.end):
            return None
        in_turn = self.marked.kinds_in_turn(place)
        return ((in_turn,) if in_turn else others), number.end, False

    def _of(
        self, noun: Subject, others: tuple[tuple[Kind, ...], ...]
    ) -> tuple[tuple[Kind, ...], ...]:
        return (noun.kinds,) if noun.kinds else tuple(dict.fromkeys((*others, ())))

    def _is_one(self, number: Numeral, noun: Subject) -> bool:
        """Whether `ett klagomål` says how many: only some places do."""
        text = self.marked.text
        if ONLY.search(text[: number.start]):
            return True
        if WHEN.search(text[: number.start]) or re.match(r"\s+(?:eller|och)", text[noun.end :]):
            return False
        return bool(CAME_AFTER.match(text, noun.end) or CAME_BEFORE.search(text[: number.start]))

    def _stands_for_cases(
        self, number: Numeral, before: str, after: str, told: Told | None, *, is_part: bool
    ) -> bool:
        """Whether a number that nothing is named with is one of cases."""
        text = self.marked.text
        if is_part or told:
            return True
        if not (self.marked.spoken or self.marked.about.kinds):
            return False
        head = text[: number.start]
        return bool(
            CAME_BEFORE.search(head)
            or (UPTO.search(before) and self.marked.last_noun_before(number.start))
            or CAME_AFTER.match(after)
            or DIVIDES.match(after.lstrip())
            or REST.search(before)
            or self.marked.kinds_in_turn(number.start)
            or len(self.marked.periods) > 1
            or (self.marked.units and (self.marked.spoken or self.marked.about.kinds))
        )

    def _narrows(self, number: Numeral, before: str, after: str, text: str) -> bool:
        if WHOLE.search(text[: number.start]) and not after.lstrip().startswith("som"):
            return False
        if re.search(r"\bav\s+(?:dessa|dem|vilka)\b", before, re.IGNORECASE):
            return self.marked.about.narrowed
        return narrows_after(after) or narrows_before(ALL_OF.sub(" ", before))

    def _told(self, text: str, before: str, after: str) -> Told | None:
        later, earlier = (told_of(part, text, self.categories) for part in (after, before))
        if self._tells_after is None and (later or earlier):
            self._tells_after = bool(later)
        if later and earlier:
            found: Told | None = later if self._tells_after else earlier
        else:
            found = later or (earlier if not self._tells_after else None)
        if found and EXCEPT.search(before):
            return replace(found, denied=not found.denied)
        return found

    def _gender_next(self, number: Numeral) -> bool:
        return not number.may_be_article and any(
            place >= number.end and NEXT_TO.fullmatch(self.marked.text[number.end : place])
            for _, place in genders(self.marked.text)
        )

    def _of_gender(self, number: Numeral) -> Number:
        text = self.marked.text
        gender = next(
            gender
            for gender, place in genders(text)
            if place >= number.end and NEXT_TO.fullmatch(text[number.end : place])
        )
        spoken = self.marked.spoken
        kinds = spoken[0].kinds if spoken else self.marked.about.kinds
        filters = (("gender", str(gender)),)
        return Number(
            start=number.start,
            end=number.end,
            value=number.value,
            readings=(Reading(kinds=kinds, filters=filters),),
            bound=bound_before(text[: number.start]),
        )

    def _divides(self, number: Numeral, end: int) -> str | None:
        text = self.marked.text
        verb = DIVIDES.search(text, number.end)
        clause = text[end : verb.start()] if verb else ""
        if not verb or len(clause) >= 60 or re.search(r"[.;]|\boch\b", clause):
            return None
        if AND_MORE.search(text):
            return None
        word = " ".join(verb["verb"].casefold().split()).removeprefix("har ")
        if word.startswith(("uppdaga", "upptäck", "identifiera")):
            return "upptäckt"
        return VERBS.get(word, word.replace("handlade", "handlar"))

    def _none_and_few(self) -> Iterator[Number]:
        text = self.marked.text
        for subject in self.marked.spoken:
            following = [each for each in self.marked.spoken if each.start > subject.start]
            whole = joined(text, subject, following)
            after = segment_after(text, whole.end, [])
            if NOT_ANY.search(text[: subject.start]) and not narrows_after(after):
                reading = Reading(kinds=whole.kinds)
                yield Number(start=subject.start, end=whole.end, value=0, readings=(reading,))
        for few in FEW.finditer(text):
            noun = self.marked.noun_after(few.end())
            if noun and NEXT_TO.fullmatch(text[few.end() : noun.start]):
                after = segment_after(text, noun.end, [])
                if not narrows_after(after) and not is_wish(after):
                    yield Number(
                        start=few.start(),
                        end=noun.end,
                        value=FEW_AT_MOST,
                        readings=(Reading(kinds=noun.kinds),),
                        bound=Bound.FEW,
                    )

    def _divided(self, numbers: Sequence[Numeral]) -> Iterator[Divided]:
        """What the sentence itself says is made up of parts."""
        text = self.marked.text
        splits = SPLITS.search(text)
        of_which = re.search(r"\bvarav\b", text, re.IGNORECASE)
        rest = REST.search(text)
        mark = splits or (of_which if rest else None)
        if mark is None:
            return
        whole = [each for each in numbers if each.end <= mark.start()]
        parts = [
            each
            for each in self.marked.numbers
            if each.start >= mark.end()
            and not self._is_taken(each.start)
            and not MEASURE.match(text, each.end)
            and (each in numbers or not each.may_be_article)
        ]
        if mark[0] == ":" and not (parts and text[mark.end() : parts[0].start].isspace()):
            return
        if whole and len(parts) > 1 and not AND_MORE.search(text):
            yield Divided(
                start=parts[-1].start,
                end=parts[-1].end,
                whole=whole[-1].value,
                parts=tuple(each.value for each in parts),
                complete=True,
            )


def _unsaid(told: Told | None) -> bool:
    """Whether what cases are divided by is all that is told: nothing, or a category."""
    return told is None or all(dict(filters).keys() == {"category"} for _, filters in told.meant)
