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

SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page_headers(*, personal: bool) -> Mapping[str, str]:
    """Headers of a page; `personal` where it holds anything about a person or a case.

    A page that is not personal may be kept but is asked for again each time, since its language
    depends on the reader.
    """
    if personal:
        return {**SECURITY_HEADERS, "Cache-Control": "no-store"}
    return {
        **SECURITY_HEADERS,
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Language, Cookie",
    }
