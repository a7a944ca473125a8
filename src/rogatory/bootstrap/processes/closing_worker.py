# SPDX-License-Identifier: Apache-2.0
"""gunicorn's threads, that end a connection whose request was not read to its end.

gunicorn ignores what an application says of the connection, keeps it open and reads what comes of a body
that nobody asked for: a stranger who was answered 401 could go on sending as fast as the line takes it.
Here an answer with `Connection: close`, and each answer given while a part of the body is unread, is the
last one on its connection.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, override

from gunicorn.http.body import (  # type: ignore[import-untyped]  # it ships no types
    ChunkedReader,
    LengthReader,
)
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]  # likewise

type Headers = Sequence[tuple[str, str]]


class ClosingWorker(ThreadWorker):  # type: ignore[misc]  # likewise
    """A worker that reads no body which its application did not read."""

    wsgi: Any

    @override
    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.wsgi = closing(self.wsgi)

    @override
    def _keepalive_after(self, conn: Any, keepalive: bool) -> bool:
        """Keep the connection if nothing of the request is unread, instead of reading it."""
        return keepalive and not is_unread(conn.parser.mesg.body)


def closing(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Wrap an application: what it says of the connection is obeyed, and sent to the other side."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            if _says_close(headers) or is_unread(environ["wsgi.input"]):
                # gunicorn's own response, whose method it is: nothing else ends a connection.
                start_response.__self__.force_close()
            return start_response(status, headers, exc_info)

        return application(environ, start)

    return answer


def _says_close(headers: Headers) -> bool:
    return any(name.lower() == "connection" and value.lower() == "close" for name, value in headers)


def is_unread(body: Any) -> bool:
    """Decide whether a part of a request's body has not been read."""
    if body.failed or body.buf.tell():
        return True
    reader = body.reader
    if isinstance(reader, LengthReader):
        return bool(reader.length)
    # One that announced no length is read to its end, or its end is unknown.
    return not (isinstance(reader, ChunkedReader) and reader.parser is None)
