"""Defaults for Prefect, to be set before it is first imported. IO: the process environment.

Everything it keeps lies in build/; nothing is sent anywhere; a steward's own settings win.
"""

from __future__ import annotations

import os
from pathlib import Path

STARTUP_SECONDS = 300
"""The embedded server takes up to 75 s on a slow laptop the first time, and more beside other work; Prefect's own limit is 20 s."""


def set_defaults(build: Path) -> None:
    """Put the defaults into the environment where nothing is set yet."""
    home = (build / "prefect").resolve()
    defaults = {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(STARTUP_SECONDS),
        "PREFECT_HOME": str(home),
        "PREFECT_LOCAL_STORAGE_PATH": str(home / "storage"),
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL",
        "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        # Each of the three states of a document would be written in a transaction of its own; seconds late is early enough.
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
    }
    for key, value in defaults.items():
        os.environ.setdefault(key, value)
