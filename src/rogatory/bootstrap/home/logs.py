# SPDX-License-Identifier: Apache-2.0
"""Each process's own log: lines of JSON in a file of bounded size. No content of a case, no key.

With `standard_error` in `[logs]` the same lines are written there as well (`log_stream`). Where `[syslog]` in node.toml names a machine for them, the same lines go there as well, as they are
made, and with them what officers did, read and were refused (`node.audit.note`): what an auditor
reads in the database, which an intruder in the node can change.
"""

import logging
import logging.handlers
import ssl
import sys

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.log_lines import JsonLines
from rogatory.bootstrap.home.log_stream import LineStream
from rogatory.bootstrap.node_toml.logs import LEVELS
from rogatory.bootstrap.node_toml.syslog import Syslog
from rogatory.transport.syslog import AUDIT, Origin, Receiver, SyslogHandler

LARGEST_LOG = 10 << 20
"""10 MiB, five times: a peer that makes the node complain must not fill its disk."""

KEPT_LOGS = 4

OURS = "rogatory"
"""Above all our loggers: `debug` is for them, as nobody knows what a library writes of a case then."""

TALKATIVE = ("urllib3", "tuf")
"""Libraries whose ordinary lines (each request, each signature tried) would bury ours."""


def set_up_logs(home: Home, process: str) -> None:
    """Send every log record of this process to `logs/<process>.log`, and where else node.toml says.

    Standard output of a node's process is then standard error of the node (`processes.supervisor`).
    """
    handler = logging.handlers.RotatingFileHandler(
        home.logs / f"{process}.log",
        maxBytes=LARGEST_LOG,
        backupCount=KEPT_LOGS,
        encoding="utf-8",
    )
    handler.setFormatter(JsonLines(process))
    handler.addFilter(_is_no_audit)
    root = logging.getLogger()
    root.handlers = [handler]
    if home.logs_table.standard_error:
        stream = LineStream(sys.stdout.fileno())
        stream.setFormatter(JsonLines(process))
        stream.addFilter(_is_no_audit)
        root.addHandler(stream)
    if home.syslog:
        root.addHandler(forwarding(home, home.syslog, process))
    level = LEVELS[home.logs_table.level]
    root.setLevel(max(level, logging.INFO))
    logging.getLogger(OURS).setLevel(level)
    for library in TALKATIVE:
        logging.getLogger(library).setLevel(max(level, logging.WARNING))


def _is_no_audit(record: logging.LogRecord) -> bool:
    """Leave out what officers did: the database has it, and another copy here would be one more place to look after."""
    return record.name != AUDIT


def forwarding(home: Home, syslog: Syslog, process: str) -> SyslogHandler:
    """Return the handler that sends records to the machine that `[syslog]` names."""
    host, _port = home.address(home.node_url)
    origin = Origin(host, f"rogatory-{home.state.lower()}", process)
    handler = SyslogHandler(receiver_of(home, syslog), origin)
    handler.setFormatter(JsonLines(process))
    return handler


def receiver_of(home: Home, syslog: Syslog) -> Receiver:
    authorities = syslog.ca_file

    def context() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=authorities and str(home.path / authorities))

    return Receiver(syslog.host, syslog.port, context)
