"""Saying that an account is away: who may, and what is asked of it. Pages and API share it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from services.notifications.staff.absences import Absence, AbsenceBook
from services.notifications.staff.posts import Posts
from shared.clock import Clock, local_date
from shared.errors import PermanentError
from shared.events.vocabulary import Role
from shared.identity.accounts import Accounts
from shared.identity.principal import Principal
from shared.pages.phrases import Phrase, phrase

FOR_OTHERS = (Role.REGISTRAR, Role.HEAD_OF_OPERATIONS)
"""Those who may say it of other accounts of their board."""
LONGEST = timedelta(days=366)


class AbsenceWrong(PermanentError):
    """What was said cannot hold; `fields` says why, for each field by name."""

    slug: ClassVar[str] = "absence_wrong"

    def __init__(self, fields: Mapping[str, Phrase]) -> None:
        super().__init__("; ".join(f"{name}: {told}" for name, told in fields.items()))
        self.fields = fields


class NotTheirs(PermanentError):
    """It is not for them to say of this account."""

    slug: ClassVar[str] = "absence_not_theirs"


class NoSuchPost(PermanentError):
    """The organisation has no such role account: nothing is mailed to it."""

    slug: ClassVar[str] = "account_without_post"


class AbsenceDesk:
    """Checks, and writes in the book."""

    def __init__(self, posts: Posts, book: AbsenceBook, accounts: Accounts, clock: Clock) -> None:
        self.posts = posts
        self._book = book
        self._accounts = accounts
        self._clock = clock

    @property
    def today(self) -> date:
        """The day in Swedish time."""
        return local_date(self._clock.now())

    async def seen_by(self, principal: Principal) -> list[Absence]:
        """Those that are not over, of the board of whoever asks; the one that begins first first.

        Of every board for whoever belongs to none.
        """
        found = (await self._book.not_over(self.today)).values()
        return sorted(
            (each for each in found if self._is_near(principal, each.account)),
            key=lambda each: (each.first, each.account),
        )

    async def of(self, principal: Principal, account: str) -> Absence | None:
        """The account's absence that is not over. Raises NoSuchPost or NotTheirs."""
        self._check_near(principal, account)
        return await self._book.of(account, self.today)

    async def say(
        self, principal: Principal, account: str, first: date, last: date, deputy: str
    ) -> Absence:
        """Write it down. Raises NoSuchPost, NotTheirs or AbsenceWrong."""
        self._check(principal, account)
        fields = self._wrong(account, first, last, deputy)
        if fields:
            raise AbsenceWrong(fields)
        absence = Absence(
            id=account,
            first=first,
            last=last,
            deputy=deputy,
            set_by=principal.id or "",
            set_at=self._clock.now(),
        )
        await self._book.put(absence)
        return absence

    async def take_back(self, principal: Principal, account: str) -> bool:
        """The account is there again; False where it was not away. Raises as `say`."""
        self._check(principal, account)
        return await self._book.remove(account)

    def deputies_of(self, account: str) -> tuple[str, ...]:
        """The accounts of its board that may see what it may see, in the organisation's order."""
        board = self.posts.board(account)
        if board is None:
            return ()
        return tuple(
            other
            for other in self.posts.on_board(board.id)
            if other != account and self.posts.covers(other, account, self._login(other))
        )

    def may_set(self, principal: Principal, account: str) -> bool:
        """Whether they may say when this account is away: their own, or others of their board."""
        if principal.id == account:
            return True
        return principal.has(*FOR_OTHERS) and self._is_near(principal, account)

    def _check(self, principal: Principal, account: str) -> None:
        if not self.posts.of(account):
            raise NoSuchPost(account)
        if not self.may_set(principal, account):
            raise NotTheirs(account)

    def _check_near(self, principal: Principal, account: str) -> None:
        if not self.posts.of(account):
            raise NoSuchPost(account)
        if not self._is_near(principal, account):
            raise NotTheirs(account)

    def _is_near(self, principal: Principal, account: str) -> bool:
        """Whether the account is their own, or of their board (OSL 26:1)."""
        boards = {post.board.id for post in self.posts.of(account)}
        return principal.board is None or principal.board in boards or principal.id == account

    def _wrong(self, account: str, first: date, last: date, deputy: str) -> dict[str, Phrase]:
        wrong: dict[str, Phrase] = {}
        if first > self.today + LONGEST:
            wrong["first"] = phrase("Välj en första dag inom ett år.")
        if last < first:
            wrong["last"] = phrase("Den sista dagen kan inte vara före den första.")
        elif last < self.today:
            wrong["last"] = phrase("Den dagen har redan varit. Välj i dag eller senare.")
        elif last - first > LONGEST:
            wrong["last"] = phrase("Välj högst ett år.")
        if deputy not in self.deputies_of(account):
            wrong["deputy"] = phrase(
                "Välj en ersättare i listan: ett konto i samma nämnd som får se samma ärenden."
            )
        return wrong

    def _login(self, account: str) -> Principal | None:
        """As whom the account logs in here, if it does."""
        return next(
            (each.principal for each in self._accounts.every() if each.principal.id == account),
            None,
        )
