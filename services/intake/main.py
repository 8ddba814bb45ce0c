"""Wires intake together."""

from fastapi import FastAPI

from services.intake import bus
from services.intake.attachments.later_scans import LaterScans
from services.intake.doors import app_of
from services.intake.parts import Parts
from services.intake.settings import IntakeSettings
from shared.service import Service


def assembled(settings: IntakeSettings) -> tuple[Service, FastAPI]:
    """The service and its HTTP side; nothing is started yet."""
    parts = Parts.of(settings)
    _on_the_bus(parts)
    _in_the_background(parts)
    return parts.service, app_of(parts)


def main() -> None:
    """Run the service until it is told to stop."""
    service, app = assembled(IntakeSettings())
    service.run(app)


def _on_the_bus(parts: Parts) -> None:
    bus.receive(parts.service.bus, parts.records.progress, parts.partners, parts.erasing)
    parts.service.publishes(
        "case.received",
        "message.received",
        "survey.answered",
        "case.erasure-done",
        "notice.bounced",
        "channel.failed",
        "channel.restored",
    )


def _in_the_background(parts: Parts) -> None:
    service, settings = parts.service, parts.settings
    service.job("smtp", parts.smtp.run)
    service.job("imap", parts.mailboxes.run)
    service.job("mails_left", parts.mailbox.run)
    service.job("attachments_left", parts.sweeper.run)
    if settings.clamd_url is not None:
        later_scans = LaterScans(parts.records, settings.scanner, service.clock)
        service.job("later_scans", later_scans.run)
    service.job("quarantine", parts.upkeep.run)
    service.job("guard", parts.guard.rounds.run)
    service.check("smtp", parts.smtp.check)
    service.before_stop(parts.smtp.stop)
    service.before_stop(parts.mailboxes.stop)
    service.before_stop(parts.running_imports.stop)
    service.before_stop(parts.correspondence.close)
