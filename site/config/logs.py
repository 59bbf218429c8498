"""Log lines without identity numbers, phone numbers and one-time codes."""

import re

import structlog

# Standing alone: identity, insurance, tax and phone numbers (9 to 13 digits), one-time codes (6).
# Dossier codes keep their dots and hyphens and stay readable.
PERSONAL = re.compile(r"(?<![\w.-])\+?(?:\d{9,13}|\d{6})(?![\w.-])")


def without_personal_data(value):
    """The same text, list or dictionary with personal numbers blotted out."""
    if isinstance(value, str):
        return PERSONAL.sub("***", value)
    if isinstance(value, dict):
        return {key: without_personal_data(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_personal_data(inner) for inner in value]
    return value


def _one_line(logger, method, event: dict) -> dict:
    """What people typed cannot begin a line of its own."""
    event["event"] = str(event["event"]).replace("\r", "\\r").replace("\n", "\\n")
    return event


def formatter(as_json: bool) -> structlog.stdlib.ProcessorFormatter:
    """How every logger writes: JSON for collectors, plain for people."""
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _one_line,
            lambda logger, method, event: without_personal_data(event),
            renderer,
        ],
    )
