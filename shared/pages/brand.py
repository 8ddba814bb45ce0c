"""The municipality's colour as a stylesheet and a mark, legible on every surface of `lyhord.css`.

They are files of their own, made at start-up, because the content security policy allows no
styles inside a page.
"""

from dataclasses import dataclass

from shared.pages.colours import BLACK, TEXT, WHITE, Colour, contrast, ink_on, legible


@dataclass(frozen=True)
class Scheme:
    """What text may stand on in light or in dark, besides the tint, and the faintest text."""

    ground: Colour
    surface: Colour
    sunken: Colour
    ink_soft: Colour


LIGHT = Scheme(
    ground=Colour.parse("#f8f6f1"),
    surface=WHITE,
    sunken=Colour.parse("#efece4"),
    ink_soft=Colour.parse("#545d62"),
)
DARK = Scheme(
    ground=Colour.parse("#12181b"),
    surface=Colour.parse("#1b2327"),
    sunken=Colour.parse("#0c1113"),
    ink_soft=Colour.parse("#b1babd"),
)

COMFORTABLE_IN_THE_DARK = 6.0
"""A coloured text that only just passes looks dull on a dark ground."""


def brand_stylesheet(colour: Colour) -> str:
    """Custom properties for both colour schemes.

    `--brand` is the colour as chosen, for areas; `--on-brand` is text on it. `--accent` is the
    shade for links, buttons and marks, `--on-accent` text on it, `--tint` a quiet area.
    """
    return (
        f":root {{\n{_properties(colour, LIGHT)}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n"
        f":root {{\n{_properties(colour, DARK)}}}\n}}\n"
    )


def brand_mark(colour: Colour) -> str:
    """A drawing in the municipality's colour: a voice, heard. Stands in where there is no logo."""
    ink = ink_on(colour)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 44">'
        f'<rect width="44" height="44" rx="11" fill="{colour}"/>'
        f'<g fill="none" stroke="{ink}" stroke-width="2.6" stroke-linecap="round">'
        '<path d="M12.9 31.2a13 13 0 1 1 5.1 3.2l-6.3 1.3z" stroke-linejoin="round"/>'
        '<path d="M17.2 26.1a6.6 6.6 0 1 1 4.8 2.5"/></g>'
        f'<circle cx="22" cy="22" r="2.4" fill="{ink}"/></svg>'
    )


def _properties(brand: Colour, scheme: Scheme) -> str:
    light = ink_on(scheme.ground) == BLACK
    tint = _tint(brand, scheme.surface if light else scheme.ground, scheme.ink_soft, light=light)
    grounds = (scheme.ground, scheme.surface, scheme.sunken, tint)
    accent = legible(brand, *grounds, least=TEXT if light else COMFORTABLE_IN_THE_DARK)
    strong = accent.mixed(BLACK if light else WHITE, 0.25)
    on_accent = legible(scheme.surface, accent, strong)
    properties = {
        "brand": brand,
        "on-brand": ink_on(brand),
        "tint": tint,
        "accent": accent,
        "accent-strong": strong,
        "on-accent": on_accent,
    }
    return "".join(f"  --{name}: {value};\n" for name, value in properties.items())


def _tint(brand: Colour, ground: Colour, faintest: Colour, *, light: bool) -> Colour:
    """As much of the brand in the ground as the faintest text still allows."""
    most = 9 if light else 30
    shades = (ground.mixed(brand, percent / 100) for percent in range(most, 0, -1))
    return next((shade for shade in shades if contrast(faintest, shade) >= TEXT), ground)
