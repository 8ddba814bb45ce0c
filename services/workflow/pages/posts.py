"""Who an account is, in words: a post and a place, never a person."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.organisation import Organisation
from shared.organisation.names import Name
from shared.organisation.roles import RecipientRole, RoleAccount
from shared.pages.phrases import Phrase
from shared.pages.words import POSTS


@dataclass(frozen=True)
class Post:
    """A post in the organisation."""

    title: Phrase
    place: Name
    """The unit or the board."""


class Posts:
    """Finds the post of an account; the organisation is read once."""

    def __init__(self, organisation: Organisation) -> None:
        self._by_account: dict[str, Post] = {}
        for account, post in _posts(organisation):
            self._by_account.setdefault(account.account, post)

    def of(self, account: str) -> Post | None:
        """None for an account that the organisation names nowhere, such as a caseworker's."""
        return self._by_account.get(account)


def _posts(organisation: Organisation) -> Iterator[tuple[RoleAccount, Post]]:
    for unit in organisation.units:
        for role, account in (
            (RecipientRole.MANAGER, unit.manager),
            (RecipientRole.HEAD_OF_OPERATIONS, unit.head_of_operations),
            (RecipientRole.COORDINATOR, unit.coordinator),
        ):
            if account is not None:
                yield account, Post(POSTS[role], unit.name)
    for board in organisation.boards:
        for role, title in POSTS.items():
            account = board.recipients.by_role(role)
            if account is not None:
                yield account, Post(title, board.name)
