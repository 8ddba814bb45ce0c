"""The posts of role accounts: where each stands in the organisation, and what it may see."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.organisation import Board, Organisation, RecipientRole, RoleAccount, Unit
from shared.organisation.names import Name
from shared.pages.words import POSTS

_SEES_LEX_SARAH = frozenset(
    {RecipientRole.INVESTIGATOR, RecipientRole.HEAD_OF_OPERATIONS, RecipientRole.QUALITY}
)
_HANDLING = (Role.CASEWORKER, Role.MANAGER, Role.HEAD_OF_OPERATIONS)
_LEADING = (
    RecipientRole.MANAGER,
    RecipientRole.HEAD_OF_OPERATIONS,
    RecipientRole.COORDINATOR,
)


@dataclass(frozen=True, slots=True)
class Post:
    """One place of one account: a role in a unit, or in a whole board."""

    account: RoleAccount
    role: RecipientRole
    board: Board
    unit: Unit | None = None

    @property
    def place(self) -> Name:
        """The unit's or the board's name."""
        return self.unit.name if self.unit else self.board.name


class Posts:
    """Every role account of the organisation; read once."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._by_account: defaultdict[str, list[Post]] = defaultdict(list)
        self._first_at: dict[str, str] = {}
        for post in _posts(organisation):
            self._by_account[post.account.account].append(post)
            self._first_at.setdefault(post.account.address.casefold(), post.account.account)

    @property
    def accounts(self) -> tuple[str, ...]:
        """All of them, each once: those of units first, then those of boards."""
        return tuple(self._by_account)

    def of(self, account: str) -> tuple[Post, ...]:
        """Empty for an account that the organisation names nowhere, such as a caseworker's."""
        return tuple(self._by_account.get(account, ()))

    def address(self, account: str) -> str | None:
        """Where the account is mailed; None for one without a post."""
        return next((post.account.address for post in self.of(account)), None)

    def one_of(self, address: str) -> str:
        """The account that stands for all that are mailed at this address."""
        return self._first_at[address.casefold()]

    def said(self, account: str) -> str:
        """The account in words, in Swedish: `Enhetschef, Hemvård norr`. Its id without a post."""
        post = next(iter(self.of(account)), None)
        return f"{POSTS[post.role]}, {post.place.sv}" if post else account

    def board(self, account: str) -> Board | None:
        """The board that the account belongs to; None for one without a post."""
        return next((post.board for post in self.of(account)), None)

    def on_board(self, board_id: str) -> tuple[str, ...]:
        """The board's accounts."""
        return tuple(
            account
            for account, posts in self._by_account.items()
            if any(post.board.id == board_id for post in posts)
        )

    def above(self, account: str) -> tuple[str, ...]:
        """Who is next where neither the account nor a deputy is there, the nearest first.

        The managers up the tree, and last the registrar. For the investigator of lex Sarah, whose
        cases are kept from the units' managers (R50), the head of operations and the registrar.
        """
        found = (each for post in self.of(account) for each in self._above(post))
        return tuple(dict.fromkeys(each for each in found if each != account))

    def covers(self, deputy: str, account: str, login: Principal | None = None) -> bool:
        """Whether the deputy may see what the account may see.

        By its posts, or as whoever logs in with it may (`login`).
        """
        posts = self.of(account)
        return bool(posts) and all(
            any(self._reaches(other, post) for other in self.of(deputy))
            or (login is not None and self._may(login, post))
            for post in posts
        )

    def _above(self, post: Post) -> Iterator[str]:
        if post.role is RecipientRole.INVESTIGATOR:
            head = post.board.recipients.head_of_operations
            if head is not None:
                yield head.account
        elif post.unit is not None:
            for unit in (post.unit, *self._organisation.units_above(post.unit.id)):
                if unit.manager is not None:
                    yield unit.manager.account
        yield post.board.recipients.registrar.account

    def _reaches(self, other: Post, post: Post) -> bool:
        if other.board.id != post.board.id:
            return False
        if post.role is RecipientRole.INVESTIGATOR:
            return other.unit is None and other.role in _SEES_LEX_SARAH
        if other.unit is None:
            return other.role is not RecipientRole.INVESTIGATOR
        return post.unit is not None and other.unit.id in self._line(post.unit)

    def _may(self, login: Principal, post: Post) -> bool:
        if login.board not in (None, post.board.id):
            return False
        if post.role is RecipientRole.INVESTIGATOR:
            return login.has(Role.INVESTIGATOR)
        if login.unit is None:
            return login.has(*_HANDLING, Role.REGISTRAR)
        return login.has(*_HANDLING) and (
            post.unit is not None and login.unit in self._line(post.unit)
        )

    def _line(self, unit: Unit) -> frozenset[str]:
        """The unit and those above it."""
        return frozenset({unit.id, *(each.id for each in self._organisation.units_above(unit.id))})


def _posts(organisation: Organisation) -> Iterator[Post]:
    for unit in organisation.units:
        board = organisation.board(unit.board)
        if board is None:
            continue
        led = (unit.manager, unit.head_of_operations, unit.coordinator)
        for role, account in zip(_LEADING, led, strict=True):
            if account is not None:
                yield Post(account, role, board, unit)
    for board in organisation.boards:
        for role in RecipientRole:
            account = board.recipients.by_role(role)
            if account is not None:
                yield Post(account, role, board)
