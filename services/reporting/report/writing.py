"""What people write in a report, with the figures that they refer to put in."""

import re
from dataclasses import dataclass

from services.reporting.figures.dimensions import Dimension
from services.reporting.report.asking import Asked
from services.reporting.report.content import HIDDEN, ReportFigure
from services.reporting.report.references import Fault, Form, Mention, WrongReference, read
from services.reporting.report.swedish import number, percent
from shared.pages.phrases import phrase

_BY_GENDER = phrase("Siffror efter kön är bara de som står i jämställdhetsavsnittets tabell.")
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A figure in the text that was put in: its place there, and its place as it was typed."""

    start: int
    end: int
    typed_start: int
    typed_end: int


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its figures; where it is wrong, what was typed stands."""

    words: str
    typed: str
    pieces: tuple[Piece, ...] = ()
    figures: tuple[str, ...] = ()
    """References of the figures that were put in."""
    faults: tuple[Fault, ...] = ()

    def typed_place(self, start: int, end: int) -> tuple[int, int]:
        """Where a place of the filled text is in the text as it was typed."""
        return self._typed(start, at_end=False), self._typed(end, at_end=True)

    def _typed(self, place: int, *, at_end: bool) -> int:
        shift = 0
        for piece in self.pieces:
            if place <= piece.start and not (at_end and place == piece.end):
                break
            if place < piece.end or (at_end and place == piece.end):
                return piece.typed_end if at_end else piece.typed_start
            shift = piece.typed_end - piece.end
        return place + shift


def filled(typed: str, asked: Asked) -> Filled:
    """The text with its figures put in. Faults name their places in what was typed."""
    read_text = read(typed)
    faults = list(read_text.faults)
    pieces: list[Piece] = []
    references: list[str] = []
    words, done = "", 0
    for mention in read_text.mentions:
        try:
            figure = _figure(mention, asked)
        except WrongReference as error:
            place = typed[mention.start : mention.end]
            faults.append(Fault(mention.start, mention.end, place, error.said))
            continue
        words += typed[done : mention.start]
        shown = _shown(figure, mention.form)
        pieces.append(Piece(len(words), len(words) + len(shown), mention.start, mention.end))
        references.append(figure.ref)
        words += shown
        done = mention.end
    return Filled(
        words + typed[done:],
        typed,
        tuple(pieces),
        tuple(dict.fromkeys(references)),
        tuple(sorted(faults, key=lambda fault: fault.start)),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """Divided where a line is empty; single line breaks are kept."""
    return tuple(each.strip() for each in _BLANK_LINE.split(text.strip()) if each.strip())


def _figure(mention: Mention, asked: Asked) -> ReportFigure:
    reference = mention.reference
    if Dimension.GENDER not in dict(reference.filters):
        return asked.of(reference)
    # Small numbers are hidden there, and could be worked out from any others.
    known = asked.known(reference)
    if known is None:
        raise WrongReference(_BY_GENDER)
    return known


def _shown(figure: ReportFigure, form: Form) -> str:
    if figure.hidden:
        return HIDDEN
    match form:
        case Form.PERCENT:
            return "–" if figure.share is None else percent(figure.share)
        case Form.PARTS:
            return f"{number(figure.value or 0)} av {number(figure.of or 0)}"
        case _:
            return "–" if figure.value is None else number(figure.value)
