"""The workflow's own settings."""

from typing import Annotated

from pydantic import Field

from shared.settings import Settings


class WorkflowSettings(Settings):
    """As every service's, on a port of its own."""

    port: Annotated[int, Field(ge=0, le=65535)] = 8002
