"""Stylesheets, pictures and scripts with a hash of their content in the address.

The address changes when the content does, so browsers may keep each for a year and still never
show a new page in an old dress. Everything is read once, at start-up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from fastapi import APIRouter, HTTPException, Response

from shared.pages.headers import SECURITY_HEADERS

STATIC_FOLDER = Path(__file__).parent / "static"

_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[PurePosixPath(self.name).suffix]

    @property
    def hashed_name(self) -> str:
        """`lyhord.css` as `lyhord.3f9a1c0b22d4.css`."""
        path = PurePosixPath(self.name)
        return f"{path.stem}.{sha256(self.content).hexdigest()[:12]}{path.suffix}"


class Assets:
    """Finds an asset's address by its name, and serves it."""

    def __init__(self, assets: Iterable[Asset]) -> None:
        found = tuple(assets)
        self._by_name: Mapping[str, Asset] = {asset.name: asset for asset in found}
        self._by_hashed_name: Mapping[str, Asset] = {asset.hashed_name: asset for asset in found}

    def path(self, name: str) -> str:
        """The path under the service's root. Raises KeyError for a name that is not there."""
        return f"/static/{self._by_name[name].hashed_name}"

    def routes(self) -> APIRouter:
        """`GET /static/{name}`; a name with an old hash is 404."""
        router = APIRouter(include_in_schema=False)

        @router.get("/static/{name}")
        async def static(name: str) -> Response:
            asset = self._by_hashed_name.get(name)
            if asset is None:
                raise HTTPException(404)
            return Response(
                asset.content,
                media_type=asset.media_type,
                headers={
                    **SECURITY_HEADERS,
                    "Cache-Control": "public, max-age=31536000, immutable",
                },
            )

        return router


def assets_in(folder: Path) -> Iterable[Asset]:
    """Every file of a kind that is served, directly in the folder."""
    for path in sorted(folder.iterdir()):
        if path.suffix in _MEDIA_TYPES:
            yield Asset(path.name, path.read_bytes())
