# SPDX-License-Identifier: Apache-2.0
"""Messages and receipts in memory."""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rogatory.node.officers.touches import message_touches
from rogatory.node.repositories.messages import (
    BY_LETTER,
    MOST_UNDELIVERED,
    ChainSize,
    Delivery,
    Direction,
    Outline,
    StoredMessage,
    ThreadChannel,
    Undelivered,
    UndeliveredCount,
    each_undelivered,
    version_of,
)
from rogatory.seal.signatures import Signatures
from rogatory.storage.memory.tables import Tables, existing
from rogatory.wire.digests import sha256
from rogatory.wire.words import Statement

if TYPE_CHECKING:
    from datetime import datetime


@dataclass
class MessageTables(Tables):
    messages: dict[str, StoredMessage] = field(default_factory=dict)


class MemoryMessages:
    tables: MessageTables

    def add_message(self, message: StoredMessage) -> bool:
        self.tables.assert_writing()
        if message.digest in self.tables.messages:
            return False
        self.tables.messages[message.digest] = message
        return True

    def message(self, digest: str) -> StoredMessage | None:
        with self.tables.lock:
            return self.tables.messages.get(digest)

    def transcript(self, thread: str) -> Sequence[StoredMessage]:
        with self.tables.lock:
            return [each for each in self.tables.messages.values() if each.thread == thread]

    def outlines(self, thread: str) -> Sequence[Outline]:
        return [_outline(each) for each in self.transcript(thread)]

    def thread_channel(self, thread: str) -> ThreadChannel | None:
        for one in self.transcript(thread):
            return ThreadChannel(one.peer, one.delivery in BY_LETTER, one.digest)
        return None

    def chain_size(self, thread: str, state: str) -> ChainSize:
        sizes = [len(each.message) for each in self._chain(thread, state)]
        return ChainSize(len(sizes), sum(sizes))

    def touches(
        self, thread: str, state: str, kind: str, among: Collection[bytes]
    ) -> Collection[tuple[bytes, int]]:
        return [
            (touch, each.sequence)
            for each in self._chain(thread, state)
            if each.kind == kind
            for touch in message_touches(each)
            if touch in among
        ]

    def _chain(self, thread: str, state: str) -> list[StoredMessage]:
        return [each for each in self.transcript(thread) if each.sender_state == state]

    def transcripts(self, threads: Iterable[str]) -> Mapping[str, Sequence[StoredMessage]]:
        found = {thread: self.transcript(thread) for thread in threads}
        return {thread: messages for thread, messages in found.items() if messages}

    def next_sequence(self, thread: str, state: str) -> tuple[int, str | None]:
        own = self._chain(thread, state)
        if not own:
            return 1, None
        highest = max(each.sequence for each in own)
        return highest + 1, [each.digest for each in own if each.sequence == highest][-1]

    def add_receipt(
        self, message: str, receipt: bytes, signatures: Signatures, *, kept: bool
    ) -> None:
        self.tables.assert_writing()
        found = existing(self.tables.messages, message)
        if found.receipt is None:
            self.tables.messages[message] = replace(
                found,
                delivery=Delivery.RECEIPTED if kept else Delivery.REFUSED,
                receipt=receipt,
                receipt_p256=signatures.p256,
                receipt_mldsa65=signatures.mldsa65,
                problem=None,
            )

    def take_back_refusal(self, message: str) -> bool:
        self.tables.assert_writing()
        found = self.tables.messages.get(message)
        if found is None or (found.direction, found.delivery) != (
            Direction.OUT,
            Delivery.REFUSED,
        ):
            return False
        self.tables.messages[message] = replace(
            found,
            delivery=Delivery.WAITING,
            receipt=None,
            receipt_p256=None,
            receipt_mldsa65=None,
            problem=None,
        )
        return True

    def note_problem(self, message: str, problem: Statement) -> None:
        self.tables.assert_writing()
        found = self.tables.messages.get(message)
        if found is not None:
            self.tables.messages[message] = replace(found, problem=problem)

    def undelivered(
        self, peer: str | None = None, after: int = 0, limit: int = MOST_UNDELIVERED
    ) -> Sequence[Undelivered]:
        with self.tables.lock:
            found = (
                _undelivered(number, each)
                for number, each in enumerate(self.tables.messages.values(), 1)
                if (each.direction, each.delivery) == (Direction.OUT, Delivery.WAITING)
                if number > after and peer in {None, each.peer}
            )
            return list(itertools.islice(found, limit))

    def undelivered_counts(self) -> Mapping[str, UndeliveredCount]:
        waiting: dict[str, list[datetime]] = {}
        for each in each_undelivered(self):
            waiting.setdefault(each.peer, []).append(each.at)
        return {peer: UndeliveredCount(len(at), min(at)) for peer, at in waiting.items()}


def _outline(message: StoredMessage) -> Outline:
    reading = None if message.reading is None else sha256(message.reading)
    return Outline(
        message.digest,
        message.sender_state,
        message.sequence,
        message.kind,
        message.direction,
        message.peer,
        message.delivery,
        version_of(message.digest, reading),
    )


def _undelivered(number: int, message: StoredMessage) -> Undelivered:
    return Undelivered(
        number,
        message.digest,
        message.thread,
        message.sequence,
        message.kind,
        message.peer,
        message.at,
        message.problem,
    )
