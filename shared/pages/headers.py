"""What a browser may do with a page: run nothing, frame nothing, tell nobody, keep nothing."""

from collections.abc import Mapping

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

SCRIPTED_POLICY = f"{CONTENT_SECURITY_POLICY}; script-src 'self'"
"""Of a page that has a script of ours, in a file of its own."""

SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page_headers(
    *, personal: bool = False, typed: bool = False, scripted: bool = False
) -> Mapping[str, str]:
    """Headers of a page; `personal` where it holds anything about a person or a case.

    `typed` is for a page that holds only what its reader is typing: the browser may show it again
    when they go back or forward, and asks for a new one otherwise. A page that is neither may be
    kept but is asked for again each time, since its language depends on the reader. `scripted`
    where it has a script of ours.
    """
    headers = {**SECURITY_HEADERS, **_caching(personal=personal, typed=typed)}
    return {**headers, "Content-Security-Policy": SCRIPTED_POLICY} if scripted else headers


def _caching(*, personal: bool, typed: bool) -> Mapping[str, str]:
    if personal:
        return {"Cache-Control": "no-store"}
    if typed:
        # Without Vary: a changed language must not make the way back a dead end.
        return {"Cache-Control": "private, no-cache"}
    return {"Cache-Control": "private, no-cache", "Vary": "Accept-Language, Cookie"}
