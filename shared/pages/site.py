"""What a service says about itself on every page."""

from dataclasses import dataclass, field
from pathlib import Path

from shared.organisation import Organisation
from shared.organisation.municipality import Contact
from shared.pages.colours import Colour
from shared.pages.phrases import Bilingual, Phrase


@dataclass(frozen=True)
class Link:
    """Where a link leads and what it says.

    An address that starts with `/` is one of the service's own and is put under its root path.
    """

    address: str
    text: Phrase


@dataclass(frozen=True)
class Site:
    """The frame of a service's pages: names, colour, and the links above and below."""

    municipality: Bilingual
    service: Phrase
    colour: Colour = field(default_factory=lambda: Colour.parse("#1f5468"))
    root_path: str = ""
    home: str = "/"
    """Where the name at the top leads."""
    logo: Path | None = None
    """A picture file (SVG or PNG) of the coat of arms or mark; shown beside the name."""
    navigation: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    contact: Contact | None = None

    @property
    def picture(self) -> str:
        """The name of the asset that stands beside the municipality's name."""
        return f"logo{self.logo.suffix.lower()}" if self.logo else "mark.svg"

    def address(self, path: str) -> str:
        """The address of one of the service's own pages, or the given one where it is outside."""
        return f"{self.root_path.rstrip('/')}{path}" if path.startswith("/") else path


def site_of(
    organisation: Organisation,
    service: Phrase,
    *,
    root_path: str = "",
    home: str = "/",
    navigation: tuple[Link, ...] = (),
    footer: tuple[Link, ...] = (),
) -> Site:
    """The frame of a service's pages with the municipality's name, colour and logo."""
    municipality = organisation.municipality
    return Site(
        municipality=municipality.name,
        service=service,
        colour=Colour.parse(municipality.colour),
        root_path=root_path,
        home=home,
        logo=organisation.logo,
        navigation=navigation,
        footer=footer,
        contact=municipality.contact,
    )
