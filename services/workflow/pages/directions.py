"""How a paper came to be in a case, in words."""

from collections.abc import Mapping

from services.workflow.papers import Direction
from shared.pages.phrases import Phrase, phrase

DIRECTIONS: Mapping[Direction, Phrase] = {
    Direction.IN: phrase("Kom in"),
    Direction.OUT: phrase("Gick ut"),
    Direction.DRAWN_UP: phrase("Upprättades här"),
}
