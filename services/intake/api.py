"""Intake's API. Decode, call, answer."""

from typing import Annotated, ClassVar
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request

from services.intake.abuse.api import Doorkeeper
from services.intake.abuse.rates import Door
from services.intake.abuse.spam_watch import SpamWatch
from services.intake.access import STAFF, handed_it_in, roles_for
from services.intake.attachments import owners
from services.intake.case_request import CaseRequest
from services.intake.message import MessageRequest
from services.intake.offer import Offer, offer
from services.intake.reception import Reception
from services.intake.refusals import ImpossibleFields, KeyReused
from services.intake.shapes import (
    CaseAccepted,
    CaseProgress,
    MessageAccepted,
)
from services.intake.submission import Submission
from shared.clock import Clock, local_date
from shared.events.envelope import Actor
from shared.events.submissions import Raw
from shared.events.vocabulary import Channel, Role
from shared.identity.principal import PUBLIC, Principal
from shared.identity.web import Authentication
from shared.organisation import Organisation
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Forbidden, Invalid, NotFound, Refusal, Unauthenticated

IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=200,
        description="Makes the request safe to repeat: the same key and body give the same answer.",
    ),
]
Secret = Annotated[
    str | None,
    Header(
        alias="X-Case-Secret",
        max_length=100,
        description="The secret code of the receipt. Never sent in an address.",
    ),
]


class KeyReusedRefusal(Refusal):
    """The idempotency key was used for another content."""

    slug: ClassVar[str] = "idempotency_key_reused"
    status: ClassVar[int] = 409
    title: ClassVar[str] = "Idempotency-Key used before"


def cases(
    reception: Reception,
    authentication: Authentication,
    doorkeeper: Doorkeeper,
    spam_watch: SpamWatch,
    own_url: str,
) -> APIRouter:
    """Handing in, following and adding to a case. `own_url` is where the public reaches intake."""
    router = APIRouter(tags=["cases"], responses=problems(401, 422, 429, 503))
    Caller = Annotated[Principal, Depends(authentication.anyone)]  # noqa: N806

    @router.post(
        "/cases", status_code=202, summary="Hand in a case", responses=problems(400, 403, 409, 413)
    )
    async def hand_in(
        wanted: CaseRequest,
        caller: Caller,
        request: Request,
        idempotency_key: IdempotencyKey = None,
    ) -> CaseAccepted:
        """202 means stored with journal. Channel `web` needs no token, the others do."""
        _admit(caller, wanted.channel)
        await doorkeeper.admit(request, caller, Door.API)
        suspicion = await spam_watch.look_at_text(wanted.text) if caller is PUBLIC else None
        try:
            receipt = await reception.accept(
                wanted,
                idempotency_key,
                by=acting(caller),
                raw=Raw.JSON,
                posted=await request.body(),
                attachments_of=attachments_of(caller),
                suspicion=suspicion,
            )
        except ImpossibleFields as error:
            raise _impossible(error) from error
        except KeyReused as error:
            raise KeyReusedRefusal(str(error)) from error
        return CaseAccepted(
            case_id=receipt.case_id,
            reference=receipt.reference,
            secret=receipt.secret,
            status_url=f"{own_url}/api/v1/cases/{receipt.case_id}",
        )

    @router.get("/cases/{case_id}", summary="How far a case has come", responses=problems(404))
    async def show(
        case_id: UUID, caller: Caller, request: Request, secret: Secret = None
    ) -> CaseProgress:
        """For whoever has the secret, and the partner system that handed the case in."""
        if caller is PUBLIC:
            await doorkeeper.admit(request, caller, Door.FOLLOW)
        submission = await opened(reception, case_id, caller, secret)
        theirs = handed_it_in(caller, submission)
        return CaseProgress.of(
            case_id,
            await reception.facts_of(submission),
            submission.content.external_reference if theirs else None,
        )

    @router.post(
        "/cases/{case_id}/messages",
        status_code=202,
        summary="Add to a case",
        responses=problems(400, 404, 409, 413),
    )
    async def add_message(
        case_id: UUID,
        said: MessageRequest,
        caller: Caller,
        request: Request,
        secret: Secret = None,
        idempotency_key: IdempotencyKey = None,
    ) -> MessageAccepted:
        """For whoever has the secret, staff, and the partner system that handed the case in."""
        await doorkeeper.admit(request, caller, Door.API)
        await opened(reception, case_id, caller, secret, open_to=STAFF)
        try:
            message_id = await reception.add_message(
                case_id,
                said,
                idempotency_key,
                by=Actor(role=Role.COMPLAINANT) if caller is PUBLIC else acting(caller),
                posted=await request.body(),
                attachments_of=attachments_of(caller, case_id),
            )
        except ImpossibleFields as error:
            raise _impossible(error) from error
        except KeyReused as error:
            raise KeyReusedRefusal(str(error)) from error
        return MessageAccepted(message_id=message_id, case_id=case_id)

    return router


def organisation_offer(
    organisation: Organisation, authentication: Authentication, clock: Clock
) -> APIRouter:
    """What a form offers."""
    router = APIRouter(tags=["organisation"], responses=problems(401))

    @router.get("/organisation", summary="Boards, units, categories and code lists")
    async def show(caller: Annotated[Principal, Depends(authentication.anyone)]) -> Offer:
        """What the public may choose; for staff also the units that the public is not shown."""
        return offer(organisation, local_date(clock.now()), whole=caller.has(*STAFF))

    return router


def _admit(caller: Principal, channel: Channel) -> None:
    roles = roles_for(channel)
    if not roles or caller.has(*roles):
        return
    if caller is PUBLIC:
        raise Unauthenticated(
            f"Channel {channel} needs a token: send it in Authorization: Bearer.",
            headers={"WWW-Authenticate": 'Bearer realm="lyhord"'},
        )
    raise Forbidden(
        f"None of your roles may hand in by channel {channel}.",
        reasons=[f"needs one of: {', '.join(sorted(roles))}"],
    )


async def opened(
    reception: Reception,
    case_id: UUID,
    caller: Principal,
    secret: str | None,
    *,
    open_to: tuple[Role, ...] = (),
) -> Submission:
    """The submission, for who has its secret, has one of the roles, or handed it in as a partner.

    Raises Unauthenticated for who shows nothing, and NotFound alike for everybody else: whether
    there is such a case is told to nobody.
    """
    if caller is PUBLIC and secret is None:
        raise Unauthenticated("Send the receipt's secret in the header X-Case-Secret.")
    trusted = reception.opens(case_id, secret or "") or caller.has(*open_to)
    found = None
    if trusted or caller.has(Role.PARTNER):
        found = await reception.submission(case_id)
    if found is None or not (trusted or handed_it_in(caller, found)):
        raise NotFound("There is no such case, or the secret is not its own.")
    return found


def acting(caller: Principal) -> Actor:
    """The caller as the actor of an event."""
    return caller.acting(*STAFF, Role.PARTNER)


def attachments_of(caller: Principal, case_id: UUID | None = None) -> str | None:
    """Whose uploads the caller may name: its own, or those of the case whose secret it has."""
    if caller is not PUBLIC:
        return owners.of_account(caller)
    return owners.of_case(case_id) if case_id else None


def _impossible(error: ImpossibleFields) -> Invalid:
    return Invalid(
        "Mend the fields under errors and send again.",
        errors=[FieldProblem(field=fault.field, message=fault.message) for fault in error.faults],
    )
