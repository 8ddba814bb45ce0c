"""The example organisation with changes, for tests."""

from typing import Any

from shared.organisation import Organisation


def changed(organisation: Organisation, **parts: Any) -> Organisation:
    """The organisation with other parts; nothing that it had worked out of the old ones is kept."""
    return Organisation(**{**{name: getattr(organisation, name) for name in _PARTS}, **parts})


def with_all_units_open(organisation: Organisation) -> Organisation:
    """The organisation before any of its units was closed."""
    units = (unit.model_copy(update={"closed_on": None}) for unit in organisation.units)
    return changed(organisation, units=tuple(units))


_PARTS = tuple(Organisation.model_fields)
