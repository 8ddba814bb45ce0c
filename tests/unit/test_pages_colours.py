"""Contrast: 4.5:1 for text and 3:1 for what a field is drawn with, in light and dark."""

import re
from itertools import product

import pytest

from shared.pages.assets import STATIC_FOLDER
from shared.pages.brand import DARK, LIGHT, brand_mark, brand_stylesheet
from shared.pages.colours import BLACK, TEXT, WHITE, Colour, contrast, ink_on, legible

PARTS = 3.0
BRANDS = ["#1b4f72", "#000000", "#ffffff", "#7a1f2b", "#f2c100", "#00843d", "#808080"]
SURFACES = ("ground", "surface", "sunken", "tint")


def _schemes(stylesheet: str) -> tuple[dict[str, Colour], dict[str, Colour]]:
    """The colours of the first `:root` and of the one for the dark."""
    light, dark = re.findall(r":root \{(.*?)\}", stylesheet, re.DOTALL)[:2]
    return _colours(light), _colours(dark)


def _colours(rules: str) -> dict[str, Colour]:
    return {
        name: Colour.parse(value)
        for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", rules)
    }


def _own() -> tuple[dict[str, Colour], dict[str, Colour]]:
    return _schemes((STATIC_FOLDER / "lyhord.css").read_text(encoding="utf-8"))


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(Colour.parse("#767676"), WHITE) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("written", ["", "red", "#fff", "#12345g", "1b4f72"])
def test_what_is_no_colour_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="#rrggbb"):
        Colour.parse(written)


def test_colour_that_is_legible_stays_as_it_is() -> None:
    assert legible(Colour.parse("#1b4f72"), WHITE) == Colour.parse("#1b4f72")


def test_contrast_that_nothing_reaches_is_refused() -> None:
    with pytest.raises(ValueError, match="no shade"):
        legible(Colour.parse("#1b4f72"), Colour.parse("#808080"), least=7)


def test_surfaces_in_code_and_stylesheet_are_the_same() -> None:
    for scheme, colours in zip((LIGHT, DARK), _own(), strict=True):
        assert scheme.ground == colours["ground"]
        assert scheme.surface == colours["surface"]
        assert scheme.sunken == colours["sunken"]
        assert scheme.ink_soft == colours["ink-soft"]


@pytest.mark.parametrize("brand", BRANDS)
def test_text_is_legible_with_any_municipality_colour(brand: str) -> None:
    of_brand = _schemes(brand_stylesheet(Colour.parse(brand)))
    for own, given in zip(_own(), of_brand, strict=True):
        colours = own | given
        for text, surface in product(("ink", "ink-soft", "accent", "accent-strong"), SURFACES):
            assert contrast(colours[text], colours[surface]) >= TEXT, (text, surface)
        for button in ("accent", "accent-strong"):
            assert contrast(colours["on-accent"], colours[button]) >= TEXT, button
        assert contrast(colours["on-brand"], colours["brand"]) >= TEXT


@pytest.mark.parametrize("tone", ["good", "attention", "danger"])
def test_tones_are_legible_on_surfaces_and_on_their_tint(tone: str) -> None:
    for colours in _own():
        for surface in ("ground", "surface", f"{tone}-tint"):
            assert contrast(colours[tone], colours[surface]) >= TEXT, surface
            assert contrast(colours["ink"], colours[surface]) >= TEXT, surface


def test_edges_of_fields_can_be_seen() -> None:
    for colours in _own():
        for surface in ("ground", "surface", "sunken"):
            assert contrast(colours["edge"], colours[surface]) >= PARTS, surface


def test_mark_is_drawn_in_the_colour_with_ink_that_shows() -> None:
    colour = Colour.parse("#f2c100")
    mark = brand_mark(colour)
    assert f'fill="{colour}"' in mark
    assert f'stroke="{ink_on(colour)}"' in mark
    assert ink_on(colour) == BLACK
