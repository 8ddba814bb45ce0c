"""The municipality as its pages and letters present it."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, StringConstraints

from shared.organisation.names import Identifier, Name, Text
from shared.organisation.roles import EmailAddress
from shared.organisation.routines import Guide

ENOUGH_CONTRAST = 4.5
"""WCAG 2.1, 1.4.3: contrast of ordinary text against its background."""


def contrast_with_white(colour: str) -> float:
    """WCAG's contrast ratio, 1 to 21, between `colour` (`#rrggbb`) and white."""
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _readable_on_white(colour: str) -> str:
    contrast = contrast_with_white(colour)
    if contrast < ENOUGH_CONTRAST:
        raise ValueError(
            f"the colour has contrast {contrast:.1f} to 1 against white, and WCAG 2.1 asks for "
            f"{ENOUGH_CONTRAST} to 1"
        )
    return colour


Colour = Annotated[
    str,
    StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$"),
    AfterValidator(_readable_on_white),
    Field(description="a dark colour written #rrggbb"),
]


class Contact(BaseModel):
    """How anyone reaches the municipality."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: EmailAddress = Field(examples=["kontaktcenter@exempelkommun.example"])
    phone: Text = Field(examples=["08-465 004 00"])
    address: Text = Field(examples=["Exempelkommun, 123 45 Exempelstad"])
    website: HttpUrl = Field(examples=["https://www.exempelkommun.example"])


class Municipality(BaseModel):
    """Name, look and contact."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier = Field(examples=["exempelkommun"])
    name: Name
    colour: Colour = Field(examples=["#1b4f72"])
    """Bears white text and is read on white: at least 4.5 to 1 against white."""
    logo: Annotated[str, StringConstraints(pattern=r"^[\w-]+\.(svg|png)$")] | None = Field(
        default=None,
        examples=["logo.svg"],
        description="the name of an .svg or .png file beside organisation.toml",
    )
    contact: Contact
    child_concern: Guide | None = None
    """Where staff report concern for a child (R60)."""
