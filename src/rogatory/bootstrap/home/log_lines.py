# SPDX-License-Identifier: Apache-2.0
"""A log record as a line of JSON that has nothing of a case: no text of a person, a message or a row.

    at       when, UTC
    level    debug, info, warning, error or critical
    process  which process of the node: door, console, worker, signer, migrate
    from     the logger, which is the module
    says     the message
    codes    codes of refusals that the record names, as docs/codes.md lists them
    fields   values by name, as `extra={"fields": ...}` gives them
    trace    the frames of an exception, and its class

Messages of exceptions are left out, as databases and parsers quote in them what they were given; kept are those that
speak of a disk or a connection. Of a request to Django the route is written in place of the path, which names
threads and drafts.
"""

import json
import logging
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, override

from rogatory.errors import Reason, RogatoryError
from rogatory.wire.words import Statement

_OF_THE_SERVER = frozenset({"OperationalError", "InterfaceError"})
"""Exceptions of databases that speak of the server, the connection or the disk, and quote no row."""

_NO_ROUTE = "(no page of ours)"


class JsonLines(logging.Formatter):
    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    @override
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
            "from": record.name,
            "says": _message(record),
        }
        error = record.exc_info[1] if record.exc_info else None
        if codes := list(dict.fromkeys(_codes(record, error))):
            line["codes"] = codes
        if fields := getattr(record, "fields", None):
            line["fields"] = dict(fields)
        if error is not None:
            line["trace"] = "\n".join(_trace(error))
        return json.dumps(line, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if request is None or not isinstance(record.args, tuple) or not record.args:
        return record.getMessage()
    found = getattr(request, "resolver_match", None)
    # Django's records of requests end with the path.
    return str(record.msg) % (*record.args[:-1], found.route if found else _NO_ROUTE)


def _codes(record: logging.LogRecord, error: BaseException | None) -> Iterator[str]:
    yield from getattr(record, "codes", ())
    arguments = record.args if isinstance(record.args, tuple) else ()
    for one in (*arguments, error):
        if isinstance(one, RogatoryError | Statement):
            yield from one.codes
        elif isinstance(one, Reason):
            yield one.code.id


def _trace(error: BaseException) -> Iterator[str]:
    """Yield the frames of an exception, after those of the one that it came from."""
    for one in reversed(_chain(error)):
        yield from (line.rstrip() for line in traceback.format_tb(one.__traceback__))
        yield _name(one)


def _chain(error: BaseException) -> Sequence[BaseException]:
    found: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in found:
        found.append(following)
        hidden = None if following.__suppress_context__ else following.__context__
        following = following.__cause__ or hidden
    return found


def _name(error: BaseException) -> str:
    name = type(error).__qualname__
    if isinstance(error, RogatoryError):
        return f"{name}: {', '.join(error.codes)}"
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    if name in _OF_THE_SERVER:
        return f"{name}: {str(error).partition('\n')[0]}"
    return name
