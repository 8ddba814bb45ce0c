"""Who reads what an account is told, where they are mailed, and when."""

from dataclasses import dataclass, field
from datetime import date

from services.notifications.staff.absences import AbsenceBook, Absences
from services.notifications.staff.deputies import reader_of
from services.notifications.staff.mail_choices import MailChoices
from services.notifications.staff.posts import Posts
from shared.clock import Clock, local_date
from shared.organisation import StaffMail


@dataclass(frozen=True, slots=True)
class Reader:
    """Accounts that are mailed at one address have one reader."""

    account: str
    address: str = field(repr=False)
    instead: bool = False
    """Whether the mail goes elsewhere than to the account that it is meant for."""


@dataclass(frozen=True, slots=True)
class ReadersToday:
    """Who reads for whom on one Swedish day."""

    posts: Posts
    absences: Absences
    day: date

    def of(self, account: str) -> Reader | None:
        """None for an account without a post: it has no address."""
        own = self.posts.address(account)
        if own is None:
            return None
        reader = reader_of(account, self.absences, self.day, self.posts.above, self._is_reached)
        address = self.posts.address(reader) or own
        return Reader(
            self.posts.one_of(address), address, instead=address.casefold() != own.casefold()
        )

    def read_by(self, reader: str) -> tuple[str, ...]:
        """The accounts whose mail this one reads, its own among them unless it is away."""
        return tuple(
            account
            for account in self.posts.accounts
            if (found := self.of(account)) is not None and found.account == reader
        )

    def _is_reached(self, account: str) -> bool:
        return self.posts.address(account) is not None


class Readers:
    """Asks the store each time: whoever comes back is mailed again at once."""

    def __init__(
        self, posts: Posts, absences: AbsenceBook, choices: MailChoices, clock: Clock
    ) -> None:
        self.posts = posts
        self._absences = absences
        self._choices = choices
        self._clock = clock

    async def today(self) -> ReadersToday:
        """As it is now. One read."""
        day = local_date(self._clock.now())
        return ReadersToday(self.posts, await self._absences.not_over(day), day)

    async def of(self, account: str) -> Reader | None:
        """Who reads the account's mail now. One read."""
        return (await self.today()).of(account)

    async def mail_of(self, account: str) -> StaffMail:
        """How the account wants its mail: its own choice, or its board's. One read."""
        chosen = await self._choices.of(account)
        if chosen is not None:
            return chosen
        board = self.posts.board(account)
        return board.staff_mail if board else StaffMail.AT_ONCE
