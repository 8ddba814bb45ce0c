"""What is printed and published of a unit: its link, which its QR code holds, and its address."""

FORM = "/lamna"


def form_path(unit: str | None = None) -> str:
    """The path of the public form, with the unit filled in."""
    return f"{FORM}?enhet={unit}" if unit else FORM


def unit_address(inbox: str, unit: str) -> str:
    """The address that mail about the unit is sent to (`synpunkter+hemvard-norr@…`)."""
    name, _, domain = inbox.partition("@")
    return f"{name}+{unit}@{domain}"
