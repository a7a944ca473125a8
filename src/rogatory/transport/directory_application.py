# SPDX-License-Identifier: Apache-2.0
"""The directory's own server: its folder as it is, and a slot for what States have signed.

It needs no log-in. A submission is published only if the State's key of the targets metadata
signed it; anything else is refused and leaves nothing.
"""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rogatory.directory.publisher import Publisher
from rogatory.directory.state_role import Submission
from rogatory.disk import Beneath
from rogatory.errors import Refused, RogatoryError
from rogatory.node.dispatch import from_base64
from rogatory.node.ports import Clock
from rogatory.wire import canonical
from rogatory.wire.identifiers import parse_state

LARGEST_SUBMISSION = 2 << 20
"""An entry with all keys of thirty years and a register of some thousand officers."""

LONGEST_PATH = 200

_CHUNK = 64 << 10

_log = logging.getLogger(__name__)

type StartResponse = Callable[[str, list[tuple[str, str]]], Any]
type Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def directory_application(folder: Path, publisher: Publisher | None, clock: Clock) -> Application:
    """GET serves the files of `folder`; PUT /submit/xa publishes, if there is a publisher here."""

    def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], str(environ.get("PATH_INFO", ""))
        if method == "GET":
            return _serve(folder, path, start_response)
        if method == "PUT" and path.startswith("/submit/") and publisher is not None:
            return _take(publisher, clock, path.removeprefix("/submit/"), environ, start_response)
        return _say(start_response, "405 Method Not Allowed")

    return application


def decode_submission(state: str, data: bytes) -> Submission:
    """What `directory_fetcher.encode_submission` wrote; refuses anything else."""
    document = canonical.decode_object(data, limit=LARGEST_SUBMISSION)
    files = document.get("files")
    if document.keys() != {"files", "metadata"} or not isinstance(files, Mapping):
        raise ValueError("a submission has files and metadata")
    return Submission(
        state=state,
        files={path: from_base64(text) for path, text in files.items()},
        metadata=from_base64(document["metadata"]),
    )


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


def _take(
    publisher: Publisher,
    clock: Clock,
    state: str,
    environ: Mapping[str, Any],
    start_response: StartResponse,
) -> Iterable[bytes]:
    length = str(environ.get("CONTENT_LENGTH") or "0")
    size = int(length) if length.isdigit() and len(length) < 10 else 0
    if not 0 < size <= LARGEST_SUBMISSION:
        return _say(start_response, "413 Content Too Large")
    try:
        submission = decode_submission(parse_state(state.upper()), environ["wsgi.input"].read(size))
        publisher.accept(submission, at=clock.now())
    except (Refused, ValueError) as error:
        _log.warning("the submission of %s was refused: %s", ascii(state)[:10], error)
        codes = error.codes if isinstance(error, Refused) else ()
        return _say(start_response, "422 Unprocessable Content", canonical.encode(list(codes)))
    return _say(start_response, "200 OK")


def _say(start_response: StartResponse, status: str, body: bytes = b"") -> Iterable[bytes]:
    start_response(
        status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    )
    return [body]
