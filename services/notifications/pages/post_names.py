"""Accounts in words: a post and a place, never a person."""

from dataclasses import dataclass

from services.notifications.staff.posts import Posts
from shared.pages.catalogues import say
from shared.pages.languages import Language
from shared.pages.words import POSTS


@dataclass(frozen=True, slots=True)
class PostName:
    """How an account reads: `Enhetschef, Hemvård norr`, or its id where it has no post."""

    posts: Posts
    account: str

    def in_language(self, language: str) -> str:
        """In Swedish or English."""
        post = next(iter(self.posts.of(self.account)), None)
        if post is None:
            return self.account
        return f"{say(POSTS[post.role], Language(language))}, {post.place.in_language(language)}"
