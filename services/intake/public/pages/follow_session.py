"""That somebody has given the right code, remembered by their browser for half an hour."""

from fastapi import Request, Response

from services.intake.following import OpenedCase
from services.intake.public.followed_cases import FollowedCases
from services.intake.public.receipt_slip import KEPT, FollowPass, read_slip
from shared.clock import Clock
from shared.pages.sealed import Seal
from shared.pages.sealed_cookies import SealedCookie


class FollowSession:
    """A sealed cookie that goes to the pages of the followed case and nowhere else."""

    def __init__(self, cases: FollowedCases, receipt_key: bytes, path: str, clock: Clock) -> None:
        self._cases = cases
        self._cookie = SealedCookie("lyhord_follow", Seal(receipt_key, "follow", KEPT))
        self._clock = clock
        self._path = path

    async def case(self, request: Request) -> OpenedCase | None:
        """The case that this browser has opened; None when it has none, or too long ago."""
        given = read_slip(FollowPass, self._cookie.read(request, self._clock.now()))
        return await self._cases.open(given.reference, given.secret) if given else None

    def begin(self, request: Request, response: Response, given: FollowPass) -> None:
        """Let the browser show the case for a while."""
        self._cookie.give(
            request, response, given.model_dump_json(), path=self._path, now=self._clock.now()
        )

    def end(self, response: Response) -> None:
        """Have it forget the case."""
        self._cookie.take_back(response, path=self._path)
