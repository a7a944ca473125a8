# SPDX-License-Identifier: Apache-2.0
"""One signed, bounded request to a listed node, and its answer.

No redirect is followed, nothing is tried again (the queue does that), no environment variable or
proxy counts, and an answer larger or slower than allowed is dropped.
"""

import functools
import io
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import urllib3

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused, Unreachable
from rogatory.node.limits.bandwidth import PauseRequestedError
from rogatory.node.maintenance.refusals import MAINTENANCE, PEER_MAINTENANCE
from rogatory.node.peer_health.unfulfilled_answers import AnsweredError
from rogatory.node.ports import Clock
from rogatory.transport import refusals
from rogatory.transport.address import Address, resolve
from rogatory.transport.bounded_socket import PATIENCE
from rogatory.transport.http_signatures import NONCE_SIZE, LineKey, LineRequest, sign_request
from rogatory.transport.tls import client_context
from rogatory.wire import canonical
from rogatory.wire.randomness import Random
from rogatory.wire.words import P_, Theirs

CONNECTIONS = 8
"""Kept open to one node: as many as segments are fetched from it at once, and a few messages."""

READ_SIZE = 256 << 10
"""Bytes of an answer that are in memory at once, where its body is handed on."""

MOST_LINES = 512
"""Pools kept: two for each State while certificates rotate; an old one is closed."""


LARGEST_REFUSAL = 16 << 10
"""A refusal with all its codes, where less than that was expected."""

TOO_MUCH = 429
NOT_NOW = 503
"""The status of an answer that asks to come again later (RFC 6585 sec. 4)."""

OF_THIS_REQUEST = frozenset({404, 413, 422, 500})
"""Statuses that say something of the one request. All others are as good as no answer: 401 meets
every request alike, and 502 to 504 come from a proxy in front of a node that is away."""

MOST_CODES = 20
"""Codes of a refusal that are shown; a peer must not fill a page with them."""


@dataclass(frozen=True, slots=True)
class PeerResponse:
    status: int
    body: bytes
    retry_after: int = 0
    """Seconds that the other side asks to wait."""
    date: datetime | None = None
    """The other side's clock, as it says."""


type ReportContact = Callable[[str, datetime | None, str | None], None]
"""(State, its clock, key agreement of the line): heard once a request was answered."""


def _reported_to_nobody(_state: str, _date: datetime | None, _group: str | None) -> None:
    """Ignore what the connection shows of the other side."""


@dataclass
class PeerClient:
    """Requests of one key's holder to the nodes that the directory lists."""

    view: Callable[[], DirectoryView]
    key: LineKey
    clock: Clock
    random: Random
    loopback_allowed: bool = False
    patience: float = PATIENCE
    report_contact: ReportContact = _reported_to_nobody
    _groups: dict[str, str] = field(default_factory=dict)
    _pools: dict[tuple[Address, frozenset[str]], urllib3.HTTPSConnectionPool] = field(
        default_factory=dict
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(
        self,
        state: str,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        limit: int,
        patience: float | None = None,
        write: Callable[[bytes], object] | None = None,
    ) -> PeerResponse:
        """Return the answer of a State's node, of at most `limit` bytes; `patience` in seconds, if
        it is to be shorter than the line's own.

        The body of an answer with status 200 goes to `write` part by part, where it is given, and is in memory no
        more; what `write` raises ends the exchange, and passes.

        Raises:
            Unreachable: no whole answer came, for whatever reason.
            Refused: the listed address is one that nothing is sent to.
        """
        view, now = self.view(), self.clock.now()
        address = resolve(view.node_url(state), loopback_allowed=self.loopback_allowed)
        request = LineRequest(method, address.base + path, {})
        sign_request(request, body, self.key, state=state, at=now, nonce=self.random(NONCE_SIZE))
        if body:
            request.headers["Content-Type"] = "application/octet-stream"
        certificates = view.tls_certificates(state, now)
        pool = self._pool(state, address, certificates, view.tls_pins(state, now))
        try:
            answer = _exchange(
                pool, request, body, limit, address, patience or self.patience, write
            )
        except (urllib3.exceptions.HTTPError, OSError) as error:
            if _shows_another_certificate(error):
                reason = refusals.PEER_CERTIFICATE.because(address=address.base)
                raise Unreachable(reason) from error
            problem = Theirs(type(error).__name__)
            raise Unreachable(
                refusals.PEER_SILENT.because(address=address.base, problem=problem)
            ) from error
        self.report_contact(state, answer.date, self._groups.get(state))
        return answer

    def expect(
        self,
        state: str,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        limit: int,
        write: Callable[[bytes], object] | None = None,
    ) -> bytes:
        """Return it as `ask`, and every status but 200 is no answer, though it may give a reason."""
        answer = self.ask(
            state,
            method,
            path,
            body,
            limit=max(limit, LARGEST_REFUSAL) if write is None else limit,
            write=write,
        )
        address = self.view().node_url(state)
        if answer.status == TOO_MUCH:
            seconds = answer.retry_after
            raise PauseRequestedError(
                refusals.PEER_BUSY.because(address=address, seconds=seconds), seconds
            )
        if answer.status != 200:
            codes = codes_in(answer.body)
            if answer.status == NOT_NOW and codes == MAINTENANCE.id:
                seconds = answer.retry_after
                raise PauseRequestedError(
                    PEER_MAINTENANCE.because(address=address, seconds=seconds), seconds
                )
            reason = (
                refusals.PEER_REFUSED.because(address=address, codes=codes)
                if codes
                else refusals.PEER_STATUS.because(address=address, status=answer.status)
            )
            raise (
                AnsweredError(reason) if answer.status in OF_THIS_REQUEST else Unreachable(reason)
            )
        if len(answer.body) > limit:
            raise Unreachable(refusals.ANSWER_TOO_LARGE.because(address=address, limit=limit))
        return answer.body

    def close(self) -> None:
        """Close the connections that are kept open."""
        with self._lock:
            for pool in self._pools.values():
                pool.close()
            self._pools.clear()

    def _pool(
        self, state: str, address: Address, certificates: tuple[bytes, ...], pins: frozenset[str]
    ) -> urllib3.HTTPSConnectionPool:
        with self._lock:
            found = self._pools.get((address, pins))
            if found is None:
                if len(self._pools) >= MOST_LINES:
                    self._pools.pop(next(iter(self._pools))).close()
                found = urllib3.HTTPSConnectionPool(
                    address.ip,
                    address.port,
                    maxsize=CONNECTIONS,
                    timeout=urllib3.Timeout(connect=self.patience, read=self.patience),
                    ssl_context=client_context(
                        certificates,
                        pins,
                        patience=self.patience,
                        agreed=functools.partial(self._groups.__setitem__, state),
                    ),
                    server_hostname=address.host,
                )
                self._pools[address, pins] = found
            return found


def _shows_another_certificate(error: BaseException) -> bool:
    """Decide whether a handshake failed by the certificate, and not by a line that was cut in its
    midst.
    """
    inner = [each for each in (*error.args, error.__cause__) if isinstance(each, BaseException)]
    return isinstance(error, ssl.SSLCertVerificationError) or any(
        isinstance(each, ssl.SSLCertVerificationError) for each in inner
    )


def _exchange(
    pool: urllib3.HTTPSConnectionPool,
    request: LineRequest,
    body: bytes,
    limit: int,
    address: Address,
    patience: float,
    write: Callable[[bytes], object] | None,
) -> PeerResponse:
    response = pool.urlopen(
        request.method,
        request.url.removeprefix(address.base) or "/",
        body=body or None,
        headers={
            **request.headers,
            "Host": request.url.split("/")[2],
            "Accept-Encoding": "identity",
            "User-Agent": "rogatory",
        },
        timeout=urllib3.Timeout(connect=patience, read=patience),
        redirect=False,
        retries=False,
        preload_content=False,
        decode_content=False,
        assert_same_host=False,
    )
    # Not a list of parts: joining them would hold a large answer twice.
    arrived = io.BytesIO()
    try:
        if write is None:
            _hand_on(response, arrived.write, limit, address)
        elif response.status == 200:
            _hand_on(response, write, limit, address)
        else:
            _hand_on(response, arrived.write, LARGEST_REFUSAL, address)
    except BaseException:
        # What is left of the answer would be read as the next one's.
        response.close()
        raise
    finally:
        response.release_conn()
    if not _states_length(response.headers):
        # A line that broke within the head looks like an answer that ends with its connection.
        problem = P_("it does not state its length")
        raise Unreachable(refusals.ANSWER_MALFORMED.because(address=address.base, problem=problem))
    return PeerResponse(
        response.status,
        arrived.getvalue(),
        _seconds(response.headers),
        _date(response.headers),
    )


def _hand_on(
    response: urllib3.BaseHTTPResponse,
    write: Callable[[bytes], object],
    most: int,
    address: Address,
) -> None:
    """Give a body to `write` part by part, of at most `most` bytes."""
    size = 0
    while part := response.read(READ_SIZE):
        size += len(part)
        if size > most:
            raise Unreachable(refusals.ANSWER_TOO_LARGE.because(address=address.base, limit=most))
        write(part)


def _states_length(headers: Mapping[str, str]) -> bool:
    return headers.get("Content-Length", "").isdigit() or "Transfer-Encoding" in headers


def _seconds(headers: Mapping[str, str]) -> int:
    """Return what `Retry-After` says in seconds (RFC 9110 sec. 10.2.3); a date or nonsense counts
    as none.
    """
    text = headers.get("Retry-After", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _date(headers: Mapping[str, str]) -> datetime | None:
    """Return what `Date` says (RFC 9110 sec. 6.6.1); nonsense counts as none."""
    try:
        found = parsedate_to_datetime(headers.get("Date", "")[:40])
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def codes_in(body: bytes) -> str:
    """Return the codes of a refusal's body, for a person; empty where it has none."""
    try:
        codes = canonical.decode_object(body, limit=LARGEST_REFUSAL).get("codes")
    except Refused:
        return ""
    if isinstance(codes, str) or not isinstance(codes, Sequence):
        return ""
    return ", ".join(ascii(code)[1:-1][:60] for code in codes[:MOST_CODES] if isinstance(code, str))
