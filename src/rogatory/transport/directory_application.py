# SPDX-License-Identifier: Apache-2.0
"""The directory's own server: its folder as it is, and a slot for what States have signed.

It needs no log-in. A submission is published only if the State's key of the targets metadata
signed it; anything else is refused with its reasons and leaves nothing.
"""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse

from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.submission.document import LARGEST_SUBMISSION, decode_submission
from rogatory.disk import Beneath
from rogatory.errors import Refused, RogatoryError, Unreachable
from rogatory.node.ports import Clock
from rogatory.transport.submission_limit import SubmissionLimit
from rogatory.wire import canonical
from rogatory.wire.identifiers import parse_state

LONGEST_PATH = 200
"""Characters of a file's path that is asked for: every name of the directory is shorter."""

_CHUNK = 64 << 10

_log = logging.getLogger(__name__)

type Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def directory_application(
    folder: Path,
    publisher: Publisher | None,
    clock: Clock,
    *,
    published: Callable[[], object] = lambda: None,
) -> Application:
    """Return the application: GET serves the files of `folder`; PUT /submit/xa publishes, if there
    is a publisher here.

    `published` is called when something was.
    """
    slot = None if publisher is None else _Slot(publisher, clock, published)

    def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], str(environ.get("PATH_INFO", ""))
        if method == "GET":
            return _serve(folder, path, start_response)
        if method == "PUT" and path.startswith("/submit/") and slot is not None:
            return slot.take(path.removeprefix("/submit/"), environ, start_response)
        return _say(start_response, "405 Method Not Allowed")

    return application


def _serve(folder: Path, path: str, start_response: StartResponse) -> Iterable[bytes]:
    name = path.removeprefix("/")
    if not name or len(name) > LONGEST_PATH or not name.startswith(("metadata/", "targets/")):
        return _say(start_response, "404 Not Found")
    try:
        with Beneath(folder) as beneath:
            file = os.fdopen(beneath.open_read(name), "rb")
    except RogatoryError:
        return _say(start_response, "404 Not Found")
    size = os.fstat(file.fileno()).st_size
    start_response(
        "200 OK", [("Content-Type", "application/octet-stream"), ("Content-Length", str(size))]
    )
    return _chunks(file)


def _chunks(file: Any) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where States hand in what they have signed."""

    publisher: Publisher
    clock: Clock
    published: Callable[[], object]
    limit: SubmissionLimit = field(default_factory=SubmissionLimit)

    def take(
        self, name: str, environ: Mapping[str, Any], start_response: StartResponse
    ) -> Iterable[bytes]:
        length = str(environ.get("CONTENT_LENGTH") or "0")
        size = int(length) if length.isdigit() and len(length) < 10 else 0
        if not 0 < size <= LARGEST_SUBMISSION:
            return _say(start_response, "413 Content Too Large")
        at = self.clock.now()
        try:
            state = parse_state(name.upper())
            wait = self.limit.wait(state, at)
            if wait is not None:
                return _say(start_response, "429 Too Many Requests", wait=wait)
            self.publisher.accept(decode_submission(environ["wsgi.input"].read(size), state), at=at)
        except Refused as error:
            _log.warning("the submission of %s was refused: %s", ascii(name)[:10], error)
            answer = canonical.encode(
                [{"code": one.code.id, "says": one.sentence()} for one in error.reasons]
            )
            return _say(start_response, "422 Unprocessable Content", answer)
        except Unreachable as error:
            _log.error("nothing can be published: %s", error)
            return _say(start_response, "503 Service Unavailable")
        self.limit.note(state, at)
        self.published()
        return _say(start_response, "200 OK")


def _say(
    start_response: StartResponse,
    status: str,
    body: bytes = b"",
    *,
    wait: timedelta | None = None,
) -> Iterable[bytes]:
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    if wait is not None:
        headers.append(("Retry-After", str(ceil(wait.total_seconds()))))
    start_response(status, headers)
    return [body]
