"""Settings of reporting alone."""

from typing import Annotated

from pydantic import Field

from shared.settings import Settings


class ReportingSettings(Settings):
    """Adds to what every service reads."""

    port: Annotated[int, Field(ge=0, le=65535)] = 8004
    rebuild_patience: Annotated[float, Field(gt=0)] = 120.0
    """Seconds without a new snapshot after which the workflow is asked again."""
    rebuild_grace: Annotated[float, Field(gt=0)] = 60.0
    """Seconds that replaced facts are kept, for questions that were being answered from them."""
