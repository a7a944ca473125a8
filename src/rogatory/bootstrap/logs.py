# SPDX-License-Identifier: Apache-2.0
"""Each process's own log: lines of JSON in a file of bounded size. No content of a case, no key."""

import json
import logging
import logging.handlers
from datetime import UTC, datetime

from rogatory.bootstrap.home import Home

LARGEST_LOG = 10 << 20
"""10 MiB, five times: a peer that makes the node complain must not fill its disk."""

KEPT_LOGS = 4

TALKATIVE = ("urllib3", "tuf")
"""Libraries whose ordinary lines (each request, each signature tried) would bury ours."""


class JsonLines(logging.Formatter):
    """One line a record; a traceback names code, and Python prints no values in it."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up_logs(home: Home, process: str) -> None:
    """Send every log record of this process to `logs/<process>.log`."""
    handler = logging.handlers.RotatingFileHandler(
        home.logs / f"{process}.log",
        maxBytes=LARGEST_LOG,
        backupCount=KEPT_LOGS,
        encoding="utf-8",
    )
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for library in TALKATIVE:
        logging.getLogger(library).setLevel(logging.WARNING)
