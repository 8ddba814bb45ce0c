"""Whether a request, or the address that it asks to be led to, is of our own origin."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

_OF_A_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""One slash and no second, and neither backslashes, spaces nor control characters: browsers read
those in ways of their own."""


def own_path(text: str, root_path: str = "") -> str | None:
    """The path with its query when it is one of this service's; None for whatever leads away."""
    root = root_path.rstrip("/")
    if not _OF_A_PATH.fullmatch(text):
        return None
    path = urlsplit(text).path
    inside = path == root or path.startswith(f"{root}/")
    return text if inside and ".." not in path.split("/") else None


def is_of_own_origin(headers: Mapping[str, str]) -> bool:
    """Whether a page of ours made the browser send this request.

    Browsers say so in `Sec-Fetch-Site`; older ones, and all of them where there is no encryption,
    only give `Origin`. A request with neither is not taken for ours.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host")
