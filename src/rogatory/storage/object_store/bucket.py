# SPDX-License-Identifier: Apache-2.0
"""A bucket of an S3-compatible store: objects are created once, read whole or in parts, removed.

Every failure is coded and names neither key, address nor answer of the store: the library's own words
have all three. ETags are not looked at: what they are is each store's affair.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from rogatory.errors import Phrase, RogatoryError, Unreachable
from rogatory.storage.object_store import refusals
from rogatory.wire.words import P_, FilledText

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Store

PART = 8 << 20
"""Bytes of one ranged read: more would be held by each thread that reads, and repeated after a failure."""

CHUNK = 1 << 20
"""Bytes after which a body is looked at: a store that sends more than it stated is left then."""

CONNECTING = timedelta(seconds=5)
"""A store without power is given up after it; without a limit a thread of the door waits for minutes."""

ANSWERING = timedelta(seconds=60)
"""One request with its body, and all its repetitions. The largest segment (64 MiB) needs 9 Mbit/s for it; a
store that hangs would otherwise hold every thread of the door."""

REPETITIONS = 3
"""Of a request that failed with a status of 500 or more, or that broke off."""

_DENIED = frozenset({401, 403})


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketAddress:
    """The address of a bucket. `prefix` begins the names of this node's objects."""

    endpoint: str
    bucket: str
    region: str
    prefix: str = ""
    ca: bytes | None = None
    """Certificates (PEM) of authorities that certify the store, beside those of the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessKey:
    """The key by which a node is known to its store; it is shown nowhere."""

    access_key_id: str = field(repr=False)
    secret_access_key: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreTimeouts:
    """How long a store is waited for."""

    connecting: timedelta = CONNECTING
    answering: timedelta = ANSWERING
    repetitions: int = REPETITIONS


class Bucket:
    """The objects under a prefix of one bucket. Threads share it; a process that forks does not."""

    def __init__(
        self, address: BucketAddress, key: AccessKey, timeouts: StoreTimeouts | None = None
    ) -> None:
        self._address = address
        self._key = key
        self._timeouts = timeouts or StoreTimeouts()
        self._opened: S3Store | None = None

    def create(self, name: str, data: bytes) -> bool:
        """Write a new object; False if one has that name, which stays as it is.

        After an answer that was lost the name may be taken by this very object.
        """
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        try:
            with self._faults():
                # One request: in parts, the library would not ask for the condition.
                obstore.put(self._store, name, data, mode="create", use_multipart=False)
        except (AlreadyExistsError, PreconditionError):
            return False
        return True

    def read(self, name: str, *, limit: int) -> bytes | None:
        """Return an object, or None; one that is larger than `limit` is cut after it."""
        import obstore

        found = bytearray()
        try:
            with self._faults():
                answer = obstore.get(self._store, name)
                for chunk in answer.stream(min_chunk_size=CHUNK):
                    found += chunk
                    if len(found) > limit:
                        break
                else:
                    _refuse_short(len(found), answer.meta["size"])
        except FileNotFoundError:
            return None
        return bytes(found)

    def parts(self, name: str, size: int) -> Iterator[bytes]:
        """Yield an object that is known to have `size` bytes, by ranges of at most `PART`.

        Raises:
            FileNotFoundError: there is none.
            ValueError: it has another size.
        """
        import obstore

        for start in range(0, size, PART):
            end = min(size, start + PART)
            with self._faults():
                answer = obstore.get(self._store, name, options={"range": (start, end)})
                if answer.meta["size"] != size:
                    raise ValueError(f"{name} has {answer.meta['size']} bytes, not {size}")
                data = bytes(answer.bytes())
                _refuse_short(len(data), end - start)
            yield data

    def holds(self, name: str, data: bytes) -> bool:
        """Decide whether an object has exactly these bytes; its ETag says nothing of that."""
        if len(data) <= PART:
            return self.read(name, limit=len(data)) == data
        try:
            found = self.parts(name, len(data))
            view, start = memoryview(data), 0
            for part in found:
                if part != view[start : start + len(part)]:
                    return False
                start += len(part)
        except (FileNotFoundError, ValueError):
            return False
        return start == len(data)

    def remove(self, name: str) -> None:
        """Remove an object; one that is absent is fine."""
        import obstore

        with self._faults():
            obstore.delete(self._store, name)

    def names(self, within: str, *, after: str | None = None) -> Iterator[str]:
        """Yield the last part of each name that begins with `within` and a slash, in order; those after a
        whole name.
        """
        import obstore

        with self._faults():
            for page in obstore.list(self._store, prefix=within, offset=after):
                yield from (str(one["path"]).rpartition("/")[2] for one in page)

    @property
    def _store(self) -> "S3Store":
        """Return the client, made at the first use: its threads do not survive a fork."""
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    def _open(self) -> "S3Store":
        from obstore.store import S3Store

        address, timeouts = self._address, self._timeouts
        options: ClientConfig = {
            "allow_http": address.endpoint.startswith("http://"),
            "allow_invalid_certificates": False,
            "connect_timeout": timeouts.connecting,
            "timeout": timeouts.answering,
        }
        if address.ca is not None:
            options["root_certificate"] = address.ca
        return S3Store(
            address.bucket,
            prefix=address.prefix or None,
            config={
                "endpoint": address.endpoint,
                "region": address.region,
                "access_key_id": self._key.access_key_id,
                "secret_access_key": self._key.secret_access_key,
                "virtual_hosted_style_request": False,
                "skip_signature": False,
                "disable_bulk_delete": True,
            },
            client_options=options,
            retry_config={
                "max_retries": timeouts.repetitions,
                "retry_timeout": timeouts.answering,
                "backoff": {
                    "init_backoff": timedelta(milliseconds=100),
                    "max_backoff": timedelta(seconds=2),
                    "base": 2,
                },
            },
        )

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Raise what the store does not do as coded failures; that an object is there, or not, passes."""
        from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError

        try:
            yield
        except (AlreadyExistsError, PreconditionError):
            raise
        except FileNotFoundError as error:
            if "NoSuchBucket" not in str(error):
                raise
            raise self._absent() from None
        except (BaseError, OSError) as error:
            raise self._coded(str(error)) from None

    def _coded(self, words: str) -> RogatoryError:
        """Return the failure that the library's words mean; they are not kept, for what they may hold."""
        if "NoSuchBucket" in words:
            return self._absent()
        status = _status_in(words)
        if status in _DENIED:
            return Unreachable(refusals.STORE_DENIES.because(status=status or 0))
        return Unreachable(refusals.STORE_FAILS.because(problem=_problem(words, status)))

    def _absent(self) -> RogatoryError:
        return Unreachable(refusals.BUCKET_ABSENT.because(bucket=self._address.bucket))


def _status_in(words: str) -> int | None:
    found = re.search(r"status code: ([0-9]{3})", words)
    return int(found[1]) if found else None


def _problem(words: str, status: int | None) -> Phrase:
    if status is not None:
        return FilledText(P_("answers with status {status}"), status=status)
    if "TimedOut" in words or "timed out" in words:
        return P_("does not answer in time")
    if "Connect" in words:
        return P_("cannot be reached")
    return P_("sent an incomplete answer")


def _refuse_short(size: int, stated: int) -> None:
    if size != stated:
        raise Unreachable(refusals.STORE_FAILS.because(problem=P_("sent an incomplete answer")))
