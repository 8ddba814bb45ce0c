"""Whose a file is until it is handed in with a case."""

from uuid import UUID

from shared.errors import PermanentError
from shared.identity.principal import Principal

_ACCOUNT, _DRAFT, _CASE, _MAIL = "account:", "draft:", "case:", "mail:"


def of_account(principal: Principal) -> str:
    """An account or a token."""
    if principal.id is None:
        raise PermanentError("the public has no account: use a draft or a case")
    return f"{_ACCOUNT}{principal.id}"


def of_draft(draft: object) -> str:
    """A form that somebody is filling in."""
    return f"{_DRAFT}{draft}"


def of_case(case_id: UUID) -> str:
    """Whoever has the case's secret."""
    return f"{_CASE}{case_id}"


def of_mail(mail: str) -> str:
    """A mail that came in."""
    return f"{_MAIL}{mail}"


def case_of(owner: str) -> str | None:
    """The case whose holder the owner is."""
    return owner.removeprefix(_CASE) if owner.startswith(_CASE) else None


def hands_in_one(owner: str) -> bool:
    """Whether all that the owner uploads is for one case, so that its limits hold at once."""
    return owner.startswith((_DRAFT, _CASE))


def is_limited(owner: str) -> bool:
    """Whether there are limits: what came by mail is kept whatever it is."""
    return not owner.startswith(_MAIL)
