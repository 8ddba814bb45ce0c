"""Wires notifications together."""

from fastapi import FastAPI

from services.notifications.bus import receive
from services.notifications.doors import app_of
from services.notifications.notices.announcements import PUBLISHED
from services.notifications.parts import Parts
from services.notifications.settings import NotificationSettings
from shared.service import Service


def assembled(settings: NotificationSettings) -> tuple[Service, FastAPI]:
    """The service and its HTTP side; nothing is started yet."""
    parts = Parts.of(settings)
    _on_the_bus(parts)
    _in_the_background(parts)
    return parts.service, app_of(parts)


def main() -> None:
    """Run the service until it is told to stop."""
    service, app = assembled(NotificationSettings())
    service.run(app)


def _on_the_bus(parts: Parts) -> None:
    receive(
        parts.service.bus,
        parts.watching,
        parts.erasing,
        parts.backlog,
        parts.alarming,
        parts.teller,
        parts.returns,
        parts.protecting,
        parts.signal_teller,
    )
    parts.service.publishes(*PUBLISHED)


def _in_the_background(parts: Parts) -> None:
    service = parts.service
    service.check("texts", parts.writer.check)
    service.job("postman", parts.postman.run)
    service.job("idle_connections", parts.relay.run)
    service.job("parked", parts.parked.run)
    service.job("scheduler", parts.scheduler.run)
    service.job("renewal", parts.renewal.run)
    service.job("lists", parts.lists.run)

    async def stop_sending() -> None:
        await parts.postman.finish(parts.settings.drain_seconds)
        await parts.relay.close()
        await parts.correspondence.close()

    service.before_stop(stop_sending)
