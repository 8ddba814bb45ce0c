"""The frame of every page for staff: where one can go, who is logged in, and the way out."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import HTMLResponse

from shared.events.vocabulary import Role
from shared.identity.sessions import StaffMember
from shared.pages.phrases import Phrase
from shared.pages.rendering import Pages
from shared.pages.site import Site


@dataclass(frozen=True)
class StaffLink:
    """A place in the menu, for those who have one of the roles; for everyone if none is named."""

    address: str
    text: Phrase
    roles: tuple[Role, ...] = ()
    seldom: bool = False
    """Whether it stands behind "More", so that the menu is no taller than what is used daily."""

    def is_for(self, member: StaffMember) -> bool:
        return not self.roles or member.principal.has(*self.roles)


class StaffFrame:
    """Answers with pages whose templates extend `pages/staff.html`.

    They are personal, and tell their address within the origin only: by that a form is known to
    come from a page of ours.
    """

    def __init__(self, pages: Pages, links: Sequence[StaffLink] = ()) -> None:
        self.pages = pages
        self._links = tuple(links)

    @property
    def site(self) -> Site:
        return self.pages.site

    def path(self, request: Request) -> str:
        """The path below the service's root."""
        path: str = request.scope["path"]
        return path.removeprefix(self.site.root_path.rstrip("/"))

    def answer(
        self,
        request: Request,
        member: StaffMember | None,
        template: str,
        *,
        status: int = 200,
        **values: object,
    ) -> HTMLResponse:
        """Render a template for the member; for whoever is to log in where there is none."""
        links = [link for link in self._links if member is not None and link.is_for(member)]
        response = self.pages.answer(
            request,
            template,
            status=status,
            personal=True,
            typed=False,
            scripted=False,
            member=member,
            links=links,
            here=self.path(request),
            **values,
        )
        response.headers["Referrer-Policy"] = "same-origin"
        return response
