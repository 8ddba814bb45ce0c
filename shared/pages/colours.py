"""Contrast by the WCAG 2.1 formula, and a municipality's colour made legible with it.

A municipality chooses its colour for its coat of arms, not for text on a screen. So text and
buttons use a shade of it that keeps 4.5:1 against every surface it stands on, in light and dark.
"""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from typing import Self

TEXT = 4.5
"""Least contrast of text against what it stands on (WCAG 2.1, 1.4.3)."""


@dataclass(frozen=True)
class Colour:
    """An sRGB colour; each part 0–255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read `#1f5468`. Raises ValueError for anything else."""
        match = re.fullmatch(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})", written)
        if match is None:
            raise ValueError(f"{written!r} is not a colour: write it as #rrggbb, e.g. #1f5468")
        red, green, blue = (int(part, 16) for part in match.groups())
        return cls(red, green, blue)

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """Relative luminance, 0 (black) to 1 (white)."""
        return (
            0.2126 * _linear(self.red) + 0.7152 * _linear(self.green) + 0.0722 * _linear(self.blue)
        )

    def mixed(self, other: "Colour", share: float) -> "Colour":
        """This colour with `share` (0–1) of another in it."""
        return Colour(
            *(
                round(own + (its - own) * share)
                for own, its in zip(
                    (self.red, self.green, self.blue),
                    (other.red, other.green, other.blue),
                    strict=True,
                )
            )
        )


BLACK = Colour(0, 0, 0)
WHITE = Colour(255, 255, 255)


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((one.luminance, other.luminance), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(ground: Colour) -> Colour:
    """Black or white, whichever reads better; one of them always reaches 4.5:1."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, ground))


def legible(colour: Colour, *grounds: Colour, least: float = TEXT) -> Colour:
    """The shade nearest to `colour` that has `least` contrast against every one of `grounds`.

    Hue and saturation stay, lightness moves. The grounds are either all light or all dark. Raises
    ValueError where even black or white does not reach `least`.
    """
    end = 0.0 if ink_on(grounds[0]) == BLACK else 1.0
    hue, lightness, saturation = rgb_to_hls(colour.red / 255, colour.green / 255, colour.blue / 255)
    for step in range(101):
        moved = lightness + (end - lightness) * step / 100
        shade = Colour(*(round(part * 255) for part in hls_to_rgb(hue, moved, saturation)))
        if all(contrast(shade, ground) >= least for ground in grounds):
            return shade
    raise ValueError(f"no shade of {colour} has contrast {least} against {grounds}")


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
