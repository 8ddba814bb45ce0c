"""Whether a text can be written to as an e-mail address."""

import re

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", re.IGNORECASE)
_LONGEST_LOCAL = 64
_LONGEST_LABEL = 63
_LONGEST = 254


def usable_address(given: str) -> str | None:
    """The address as mail servers take it (a domain like `exempel.se` or `räksmörgås.se`).

    None when it cannot be one. Letters beyond ASCII before the @ are not taken: hardly any mail
    server has such addresses, and a mistyped one is far more likely.
    """
    local, _, domain = given.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    labels = domain.split(".")
    fits = len(local) <= _LONGEST_LOCAL and len(local) + 1 + len(domain) <= _LONGEST
    valid = (
        fits
        and len(labels) > 1
        and _LOCAL.fullmatch(local) is not None
        and all(len(each) <= _LONGEST_LABEL and _LABEL.fullmatch(each) for each in labels)
    )
    return f"{local}@{domain}" if valid else None
