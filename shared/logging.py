"""Structured logging: JSON in production, readable in a terminal.

Events are named in snake_case and carry ids; never a payload, never a person. Loggers of
libraries go the same way, without the details of exceptions that could quote a value.
"""

import logging
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from shared.settings import Settings

_NOISY = ("aio_pika", "aiormq", "httpx", "httpcore", "uvicorn.access", "pymongo", "mail.log")


def configure_logging(settings: Settings, service: str) -> None:
    """Set up logging for this process."""
    level = settings.log_level.upper()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _service(service),
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    rendering: list[Processor] = (
        [_safe_exception, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if settings.log_format == "json"
        else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)


def _service(name: str) -> Processor:
    def add(_logger: Any, _method: str, event: EventDict) -> EventDict:
        event["service"] = name
        return event

    return add


def _safe_exception(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Keep where an exception came from, not its text: that may quote a value."""
    information = event.pop("exc_info", None)
    if information is True:
        information = sys.exc_info()
    if isinstance(information, BaseException):
        information = (type(information), information, information.__traceback__)
    if isinstance(information, tuple) and information[0] is not None:
        _, _, trace = information
        frames = []
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        event["exception"] = information[0].__name__
        event["frames"] = frames[-12:]
    return event
