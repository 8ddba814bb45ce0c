"""Reads the form in which a person asks how their case is going."""

from collections.abc import Mapping

from services.intake.public.form import Rejected
from services.intake.public.receipt_slip import FollowPass
from shared.pages.phrases import Phrase, phrase

CARRIED = ("message", "view", "reason")
"""What somebody had written when the code had to be given again."""

_LONGEST = 100


def parse_follow_form(data: Mapping[str, str]) -> FollowPass | Rejected:
    """Reference and code as typed; whether they belong together is for intake to say."""
    reference = data.get("reference", "").strip()[:_LONGEST]
    secret = data.get("secret", "").strip()[:_LONGEST]
    errors: dict[str, Phrase] = {}
    if not reference:
        errors["reference"] = phrase("Skriv referensen som står på kvittot.")
    if not secret:
        errors["secret"] = phrase("Skriv koden som står på kvittot.")
    return Rejected(errors) if errors else FollowPass(reference=reference, secret=secret)
