"""How it stands with the links and the ways in."""

from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends

from services.intake.access import STAFF
from services.intake.guard.asking import Asking, NotManual, UnknownChannel
from services.intake.guard.shapes import ChannelShown, ChannelsShown, TestBegun
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.identity.web import Authentication
from shared.web.openapi import problems
from shared.web.problems import NotAllowedNow, NotFound

TESTERS = (Role.ADMINISTRATOR, Role.REGISTRAR, Role.SERVICE)
"""Those who may have everything tried at once."""


class TriedByItself(NotAllowedNow):
    """The channel is not one that a person tries."""

    slug: ClassVar[str] = NotManual.slug


def channel_routes(asking: Asking, authentication: Authentication) -> APIRouter:
    """For staff, and for `lyhord channels`."""
    router = APIRouter(
        prefix="/channels", tags=["channels"], responses=problems(401, 403, 422, 503)
    )
    Staff = Annotated[Principal, Depends(authentication.one_of(*STAFF))]  # noqa: N806
    Tester = Annotated[Principal, Depends(authentication.one_of(*TESTERS))]  # noqa: N806

    @router.get("", summary="How it stands with every published link and every way in")
    async def show(_staff: Staff) -> ChannelsShown:
        """What is `dead` has been told to operations, once."""
        return ChannelsShown(
            items=[ChannelShown.of(channel, state) for channel, state in await asking.states()]
        )

    @router.post("/test", status_code=202, summary="Try every channel now")
    async def test(_tester: Tester) -> TestBegun:
        """Links are followed and test cases sent; `GET /channels` shows what came of it."""
        return TestBegun(channels=await asking.test())

    @router.post(
        "/{channel_id}/attest",
        summary="Say that a channel has been tried by hand, and works",
        responses=problems(404, 409),
    )
    async def attest(channel_id: str, staff: Staff) -> ChannelShown:
        """Of a telephone, a voicemail, a letter box. Signed by who says so."""
        try:
            channel, state = await asking.attest(channel_id, staff.id)
        except UnknownChannel as error:
            raise NotFound(str(error)) from error
        except NotManual as error:
            raise TriedByItself(str(error)) from error
        return ChannelShown.of(channel, state)

    return router
