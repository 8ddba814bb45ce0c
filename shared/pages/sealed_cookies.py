"""A sealed text in a cookie that only what lies under one path receives."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fastapi import Request, Response

from shared.pages.sealed import Seal


@dataclass(frozen=True)
class SealedCookie:
    """Lives as long as the seal, at most until the browser closes; scripts cannot read it."""

    name: str
    seal: Seal
    samesite: Literal["strict", "lax"] = "strict"
    """`lax` where a link from elsewhere, such as from a mail, must find it."""

    def give(
        self, request: Request, response: Response, text: str, *, path: str, now: datetime
    ) -> None:
        """Send the text with the answer; the browser returns it to `path` only."""
        response.set_cookie(
            self.name,
            self.seal.close(text, now),
            path=path,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite=self.samesite,
        )

    def read(self, request: Request, now: datetime) -> str | None:
        """The text; None when there is none, it is too old, or someone changed it."""
        sealed = request.cookies.get(self.name)
        return self.seal.open(sealed, now) if sealed else None

    def take_back(self, response: Response, *, path: str) -> None:
        """Have the browser forget it."""
        response.delete_cookie(self.name, path=path, httponly=True, samesite=self.samesite)
