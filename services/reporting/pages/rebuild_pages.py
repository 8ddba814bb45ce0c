"""Having everything counted anew, and how that goes, for administrators."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.reporting.pages.frame import REBUILDS as PATH
from services.reporting.pages.office import Office
from services.reporting.rebuild import ASKS, Deviation, Rebuild, RebuildState
from services.reporting.rebuilding import Rebuilding
from shared.events.vocabulary import Role
from shared.identity.sessions import StaffMember
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase

REBUILDERS = (Role.ADMINISTRATOR,)
FOLLOW, FOLLOWED = "folj", "ja"
KNOWN = "pagar"
"""In the form: the rebuild that was under way when the page was made."""
REFRESH_SECONDS = 5

STATES: Mapping[RebuildState, tuple[Phrase, str]] = {
    RebuildState.REQUESTED: (phrase("Begärd"), "progress"),
    RebuildState.COLLECTING: (phrase("Pågår"), "progress"),
    RebuildState.SWAPPED: (phrase("Klar"), "good"),
    RebuildState.CANCELLED: (phrase("Avbruten"), "plain"),
    RebuildState.FAILED: (phrase("Misslyckad"), "danger"),
}
DEVIATIONS: Mapping[Deviation, Phrase] = {
    Deviation.NOT_COUNTED_BEFORE: phrase("Var inte räknat förut."),
    Deviation.NOT_KNOWN_TO_WORKFLOW: phrase(
        "Var räknat, men finns inte i ärendehanteringen. Räknas inte längre."
    ),
    Deviation.OTHER_SEQ: phrase("Var räknat som det såg ut i ett annat steg."),
    Deviation.OTHER_FACTS: phrase("Samma steg, men andra uppgifter."),
}


@dataclass(frozen=True)
class RebuildRow:
    """A rebuild as it stands on the page. `advice` says what to do, if anything."""

    rebuild: Rebuild
    state: Phrase
    tone: str
    advice: Phrase | None


class RebuildPages:
    """One page, one round trip."""

    def __init__(self, office: Office, rebuilding: Rebuilding) -> None:
        self._office = office
        self._rebuilding = rebuilding

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        Rebuilder = Annotated[StaffMember, Depends(self._office.allowed(*REBUILDERS))]  # noqa: N806

        @router.get(PATH)
        async def show(request: Request, member: Rebuilder) -> Response:
            rows = [_row(each) for each in await self._rebuilding.latest()]
            running = next((each.rebuild for each in rows if each.rebuild.running), None)
            followed = request.query_params.get(FOLLOW) == FOLLOWED
            return self._office.frame.answer(
                request,
                member,
                "rebuilds.html",
                newest=rows[0] if rows else None,
                earlier=rows[1:],
                running=running,
                refresh=REFRESH_SECONDS if running and followed else None,
                seconds=REFRESH_SECONDS,
                deviations=DEVIATIONS,
                already=request.query_params.get("redan", "") if running else "",
            )

        @router.post(PATH)
        async def start(request: Request, member: Rebuilder) -> Response:  # noqa: ARG001
            form = FormState.posted((await request.form()).multi_items())
            under_way = next(
                (each.id for each in await self._rebuilding.latest() if each.running), ""
            )
            address = self._office.frame.site.address(f"{PATH}?{FOLLOW}={FOLLOWED}")
            # Only whoever saw the one under way cancels it: not a second click, nor a colleague.
            if under_way != form.value(KNOWN) and under_way:
                return RedirectResponse(f"{address}&redan=1", 303)
            await self._rebuilding.start()
            return RedirectResponse(address, 303)

        return router


def _row(rebuild: Rebuild) -> RebuildRow:
    state, tone = STATES[rebuild.state]
    return RebuildRow(rebuild, state, tone, _advice(rebuild))


def _advice(rebuild: Rebuild) -> Phrase | None:
    if rebuild.state is RebuildState.CANCELLED:
        return phrase(
            "En nyare omräkning startades innan den här var klar. Inget behöver göras åt den."
        )
    if rebuild.state is not RebuildState.FAILED:
        return None
    if rebuild.total is None:
        return phrase(
            "Ärendehanteringen gick inte med på att skicka ärendena. Siffrorna är de som var. "
            "Kontrollera tjänstens token och rättigheter, och starta sedan en ny omräkning."
        )
    return phrase(
        "%(received)s av %(total)s ärenden kom, och inga fler fast ärendehanteringen frågades "
        "%(asks)s gånger. Siffrorna är de som var. Se med lyhord dead list om något har stannat, "
        "och starta sedan en ny omräkning.",
        received=rebuild.received,
        total=rebuild.total,
        asks=ASKS,
    )
