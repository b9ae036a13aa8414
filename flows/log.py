"""What programs read of a command (記録): lines of JSON, or plain lines, on standard error. IO: the logging system.

People read tables and sentences; these are for whoever collects logs. Off unless asked for: `taikei --log json run`, or
TAIKEI_LOG=json. Addresses and tokens of receivers never come here.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from flows.clock import JAPAN

FORMS = ("json", "text")
_PLAIN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
"""What every record has; the rest was given with it."""


class JsonLines(logging.Formatter):
    """One object per record: time, level, logger, message, and what was given with it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{key: value for key, value in vars(record).items() if key not in _PLAIN},
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """The same for people: time, message, and what was given with it as key=value."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        when = datetime.fromtimestamp(record.created, JAPAN).strftime("%H:%M:%S %Z")
        given = " ".join(f"{key}={value}" for key, value in vars(record).items() if key not in _PLAIN)
        return f"{when} {record.levelname.lower()} {record.getMessage()} {given}".rstrip()


def set_up_log(form: str | None) -> None:
    """Write our own records to standard error in that form; nothing where it is None."""
    log = logging.getLogger("taikei")
    for handler in list(log.handlers):
        log.removeHandler(handler)
    log.propagate = False
    if form is None:
        log.addHandler(logging.NullHandler())
        log.setLevel(logging.WARNING)
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else PlainLines())
    log.addHandler(handler)
    log.setLevel(logging.INFO)
