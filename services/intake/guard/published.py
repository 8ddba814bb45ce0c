"""Every link, address and QR code that has been published, from the one place that knows them.

Pure: made of the organisation's settings, so that a unit that is closed is no longer looked for.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.intake.deep_links import FORM, form_path, unit_address
from shared.events.channels import ChannelKind
from shared.organisation import Board, Name, Organisation

PAGES = (
    ("start", "/", Name(sv="Startsidan", en="The start page")),
    ("form", FORM, Name(sv="Formuläret", en="The form")),
    ("follow", "/folj", Name(sv="Sidan för att följa ett ärende", en="The page to follow a case")),
    (
        "accessibility",
        "/tillganglighet",
        Name(sv="Tillgänglighetsredogörelsen", en="The accessibility statement"),
    ),
    ("print", "/tryck", Name(sv="Affischer och blanketter", en="Posters and paper forms")),
)
"""Pages whose addresses stand in letters, on posters and on other pages."""

CASES = "/api/v1/cases"


@dataclass(frozen=True)
class Channel:
    """Something to watch. `id` is the same as long as it means the same."""

    id: str
    kind: ChannelKind
    name: Name
    address: str | None = None
    """What has been published: a whole link, or a mail address."""
    carries: str | None = None
    """The link that must stand on the page."""
    unit: str | None = None
    """The unit that the form must have filled in."""
    board: str | None = None
    """The board that what is sent there belongs to."""
    every: timedelta | None = field(default=None, compare=False)
    """How soon a person must try it again."""


def published(
    organisation: Organisation,
    public_address: Callable[[str], str],
    today: date,
    mailboxes: Sequence[str] = (),
) -> tuple[Channel, ...]:
    """All of it on the Swedish day `today`.

    `public_address` makes whole links of our paths; `mailboxes` are names of those fetched from.
    """
    return tuple(_all(organisation, public_address, today, mailboxes))


def _all(
    organisation: Organisation,
    public_address: Callable[[str], str],
    today: date,
    mailboxes: Sequence[str],
) -> Iterator[Channel]:
    for page, path, name in PAGES:
        yield Channel(f"page:{page}", ChannelKind.PAGE, name, public_address(path))
    yield Channel(
        "form:public",
        ChannelKind.FORM,
        Name(sv="Att lämna in med formuläret", en="Handing in by the form"),
        public_address(FORM),
    )
    yield Channel(
        "api:cases",
        ChannelKind.API,
        Name(sv="Att lämna in med API:et", en="Handing in by the API"),
        public_address(CASES),
        board=organisation.default_board,
    )
    for board in organisation.boards:
        yield from _links(organisation, board, public_address, today)
        yield from _addresses(organisation, board, today)
        yield from _routines(board)
    yield Channel(
        "outside_page:website",
        ChannelKind.OUTSIDE_PAGE,
        Name(sv="Kommunens webbplats", en="The municipality's website"),
        str(organisation.municipality.contact.website),
    )
    if concern := organisation.municipality.child_concern:
        yield Channel("routine:child-concern", ChannelKind.ROUTINE, concern.name, str(concern.url))
    for mailbox in mailboxes:
        yield Channel(
            f"mailbox:{mailbox}",
            ChannelKind.MAILBOX,
            Name(sv=f"Brevlådan {mailbox}", en=f"The mailbox {mailbox}"),
        )
    for publicity in organisation.publicity:
        address = str(publicity.url)
        yield Channel(
            f"outside_page:{address}",
            ChannelKind.OUTSIDE_PAGE,
            Name(sv="En sida som ska länka hit", en="A page that must link here"),
            address,
            carries=public_address(publicity.link),
        )
    for each in organisation.manual_channels:
        yield Channel(
            f"manual:{each.id}", ChannelKind.MANUAL, each.name, every=timedelta(days=each.days)
        )
    yield Channel(
        "quarantine:waiting",
        ChannelKind.QUARANTINE,
        Name(sv="Det som hålls kvar som misstänkt skräp", en="What is held as suspected spam"),
    )


def _links(
    organisation: Organisation, board: Board, public_address: Callable[[str], str], today: date
) -> Iterator[Channel]:
    for unit in organisation.public_units(board.id, today):
        yield Channel(
            f"unit_link:{unit.id}",
            ChannelKind.UNIT_LINK,
            unit.name,
            public_address(form_path(unit.id)),
            unit=unit.id,
            board=board.id,
        )


def _addresses(organisation: Organisation, board: Board, today: date) -> Iterator[Channel]:
    """Each address of the board, and one with a unit after the plus sign for each inbox.

    Whether plus signs get through is a setting of the mail server, the same for every unit.
    """
    units = organisation.public_units(board.id, today)
    with_units = [unit_address(inbox, units[0].id) for inbox in board.inboxes] if units else []
    for address in dict.fromkeys((*board.addresses, *with_units)):
        yield Channel(
            f"mail:{address.casefold()}",
            ChannelKind.MAIL,
            Name(sv=f"E-post till {board.name.sv}", en=f"E-mail to the {board.name.en}"),
            address,
            board=board.id,
        )


def _routines(board: Board) -> Iterator[Channel]:
    for routine in board.routines:
        yield Channel(
            f"routine:{board.id}:{routine.id}",
            ChannelKind.ROUTINE,
            routine.name,
            str(routine.url),
        )
