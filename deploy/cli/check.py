"""`lyhord check`: whether every service can do its work."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

import httpx
import typer
from pydantic import ValidationError

from deploy.cli.endings import Ending, settings_of_environment
from deploy.cli.output import AsJson, print_json, print_table
from shared.settings import Settings
from shared.web.health_answer import Health

TIMEOUT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Condition:
    """How one service is: `ok`, `unavailable`, `unreachable`, or `unknown` for an odd answer."""

    service: str
    url: str
    status: str
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def trouble(self) -> str:
        """Parts that are not as they should be."""
        return ", ".join(f"{name}: {state}" for name, state in self.parts.items() if state != "ok")


def check(as_json: AsJson = False) -> None:
    """Ask every service whether all is well.

    Prints a line for each; ends with 1 unless all of them can do their work.
    """
    found = list(_conditions(settings_of_environment()))
    if as_json:
        print_json([asdict(condition) for condition in found])
    else:
        print_table(
            ["SERVICE", "STATUS", "ADDRESS", "WHAT IS WRONG"],
            [[each.service, each.status, each.url, each.trouble] for each in found],
        )
    if any(condition.status != "ok" for condition in found):
        raise typer.Exit(Ending.NOT_RIGHT)


def _conditions(settings: Settings) -> Iterator[Condition]:
    services = {
        "intake": settings.intake_url,
        "workflow": settings.workflow_url,
        "notifications": settings.notifications_url,
        "reporting": settings.reporting_url,
    }
    with httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
        for service, url in services.items():
            yield _condition(client, service, str(url).rstrip("/"))


def _condition(client: httpx.Client, service: str, url: str) -> Condition:
    try:
        answer = client.get(f"{url}/health/ready")
        health = Health.model_validate_json(answer.content)
    except httpx.HTTPError as error:
        return Condition(service, url, "unreachable", {"http": type(error).__name__})
    except ValidationError:
        return Condition(service, url, "unknown", {"http": f"answered {answer.status_code}"})
    return Condition(service, url, health.status, health.parts)
