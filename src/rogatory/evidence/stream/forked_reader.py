# SPDX-License-Identifier: Apache-2.0
"""Many small files read by a child process, which shares the buffers with its parent.

Reading and hashing small files is mostly Python's own work, which threads cannot share. The
child packs and hashes; the parent encrypts, records and writes. The child is forked before any
thread is started, touches nothing but files and buffers, and ends without cleaning up what is
its parent's; when either of them dies the other learns of it by the end of a pipe.
"""

import os
import pickle
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rogatory.errors import Refused, RogatoryError, Unreachable
from rogatory.evidence.pipeline.packer import (
    DEPTH,
    Batch,
    FileSpan,
    Packer,
    StartedBuffer,
    new_buffer,
)
from rogatory.evidence.pipeline.plan import Planned
from rogatory.evidence.spool import Spool
from rogatory.evidence.stream.stream_contents import Outgoing
from rogatory.evidence.stream.tar_packing import PackedCount, pack_data

FEWEST_FILES = 1000
"""Below this many files, forking costs more than it saves."""

LARGEST_AVERAGE = 128 << 10
"""Bytes a file: above, hashing bounds the whole and a thread does as well."""

_LENGTH = 8


def worth_forking(outgoing: Outgoing) -> bool:
    """Decide whether a child would help, and may be: a process with other threads must not fork."""
    plan = outgoing.plan
    if plan.files < FEWEST_FILES or plan.bytes > plan.files * LARGEST_AVERAGE:
        return False
    threads = Path("/proc/self/task")
    return threads.is_dir() and len(list(threads.iterdir())) == 1


class SharedRound:
    """The round of buffers, with tokens on a pipe from parent to child in place of a lane."""

    def __init__(self) -> None:
        self.views = [new_buffer() for _ in range(DEPTH)]
        self._numbers = {id(view): number for number, view in enumerate(self.views)}
        self.taking, self.giving = os.pipe()
        for view in self.views:
            self.put(view)

    def put(self, item: memoryview) -> None:
        with suppress(BrokenPipeError):  # the child may have done its part
            os.write(self.giving, bytes([self.number(item)]))

    def holds(self, view: memoryview) -> bool:
        return id(view) in self._numbers

    def take(self) -> memoryview:
        token = os.read(self.taking, 1)
        if not token:
            os._exit(1)  # the parent is gone
        return self.views[token[0]]

    def number(self, view: memoryview) -> int:
        return self._numbers[id(view)]


class _Lines:
    """The child's side of the table of offsets: lines not sent yet."""

    def __init__(self) -> None:
        self.size = 0
        self._lines: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.size += len(data)
        self._lines.append(data)

    def taken(self) -> bytes:
        lines, self._lines = b"".join(self._lines), []
        return lines


@dataclass(frozen=True, slots=True)
class _Message:
    """One batch, as the child sends it; `error` in place of all else when it fails."""

    view: int = 0
    size: int = 0
    full: bool = True
    rows: tuple[tuple[int, int, bool, Any], ...] = ()
    lines: bytes = b""
    end: tuple[PackedCount, int] | None = None
    error: Any = None


class ForkedReader:
    """Made before any thread is started; `batches` is then the parent's view of the stream."""

    def __init__(self, outgoing: Outgoing) -> None:
        self.free = SharedRound()
        self._outgoing = outgoing
        self._from_child, to_parent = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._from_child)
            os.close(self.free.giving)
            _be_child(outgoing, self.free, to_parent)
        os.close(to_parent)
        os.close(self.free.taking)

    def kill(self) -> None:
        """End the child early; the reader that waits for its next batch then learns of it."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    def close(self) -> None:
        """Wait for the child, which has ended or been killed."""
        os.close(self._from_child)
        os.close(self.free.giving)
        os.waitpid(self._pid, 0)

    def batches(
        self, offsets: Spool
    ) -> Iterator[tuple[Batch, tuple[PackedCount, StartedBuffer] | None]]:
        """Yield each batch; with the last, what a run that resumes needs to know.

        Raises what failed in the child.
        """
        plan = iter(self._outgoing.plan)
        current: Planned | None = None
        while True:
            message = self._next()
            spans: list[FileSpan] = []
            for start, stop, last, outcome in message.rows:
                current = current or next(plan)
                if outcome is not None:
                    _apply(current, outcome)
                spans.append((current, start, stop, last))
                current = None if last else current
            offsets.write(message.lines)
            view = self.free.views[message.view]
            batch = Batch(view, message.size, spans, full=message.full, end=message.end is not None)
            if message.end is None:
                yield batch, None
                continue
            counted, before = message.end
            yield batch, (counted, StartedBuffer(view, message.size, before))
            return

    def _next(self) -> _Message:
        length = int.from_bytes(_read_all(self._from_child, _LENGTH))
        message: _Message = pickle.loads(_read_all(self._from_child, length))  # noqa: S301 - from our own child
        if message.error is not None:
            kind, problem = message.error
            if kind == "refused":
                raise Refused(problem)
            if kind == "unreachable":
                raise Unreachable(problem)
            raise RuntimeError(f"the reader failed: {problem}")
        return message


def _read_all(pipe: int, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = os.read(pipe, size - len(data))
        if not part:
            raise RuntimeError("the reader died")
        data += part
    return data


def _apply(planned: Planned, outcome: Any) -> None:
    changed, planned.failed, planned.digests, facts = outcome
    planned.changed.extend(changed)
    if facts:
        planned.facts.update(facts)


def _outcome(planned: Planned) -> Any:
    facts = {name: planned.facts[name] for name in ("xattrs", "extents") if name in planned.facts}
    return tuple(planned.changed), planned.failed, planned.digests, facts


def _be_child(outgoing: Outgoing, free: SharedRound, to_parent: int) -> None:
    """Pack all data, then end; never returns."""
    # An interrupt is the parent's to handle: it then kills this child.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _pack(outgoing, free, to_parent)
    except BrokenPipeError:
        pass  # the parent stopped
    except BaseException as error:  # noqa: BLE001 - sent to the parent, which raises it
        _send(to_parent, _Message(error=_message_of(error)))
    finally:
        # Nothing of the parent's is flushed, closed or removed by the child.
        os._exit(0)


def _message_of(error: BaseException) -> tuple[str, Any]:
    if isinstance(error, Refused):
        return "refused", error.reasons
    if isinstance(error, RogatoryError):
        return "unreachable", error.reasons
    return "fault", repr(error)


def _pack(outgoing: Outgoing, free: SharedRound, to_parent: int) -> None:
    lines = _Lines()

    def send(batch: Batch, end: tuple[PackedCount, int] | None = None) -> None:
        rows = tuple(
            (start, stop, last, _outcome(planned) if last else None)
            for planned, start, stop, last in batch.spans
        )
        message = _Message(
            free.number(batch.view), batch.size, batch.full, rows, lines.taken(), end
        )
        _send(to_parent, message)

    ended: list[Batch] = []

    def send_or_keep(batch: Batch) -> None:
        # The last batch waits for the counts that go with it.
        if batch.end:
            ended.append(batch)
        else:
            send(batch)

    packer = Packer(free, send_or_keep, further=outgoing.further)
    counted = pack_data(outgoing, packer, lines)
    packer.end_data()
    send(ended[0], (counted, packer.begun.before))


def _send(pipe: int, message: _Message) -> None:
    data = pickle.dumps(message)
    rest = memoryview(len(data).to_bytes(_LENGTH) + data)
    while rest:
        rest = rest[os.write(pipe, rest) :]
