# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Messages with their receipts."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, Min, QuerySet, Value
from django.db.models.functions import Concat

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
    version_of,
)
from rogatory.seal.signatures import Signatures
from rogatory.storage.messages.touches import add_touches
from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    BigNumber,
    Blob,
    BlobOrNone,
    Flag,
    LongText,
    Moment,
    Serial,
    StatedOrNone,
    StatementField,
    Text,
    whole,
    whole_or_none,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.tables.signatures import SignatureField
from rogatory.storage.transactions.statements import Table, change, first, rows
from rogatory.storage.transactions.writing import assert_writing, hold_off_others
from rogatory.wire.digests import sha256
from rogatory.wire.words import Statement


class Message(models.Model):
    """A message exactly as signed or received. The digest being unique makes repeats harmless."""

    id: Serial = models.BigAutoField(primary_key=True)
    digest: Text = models.CharField(max_length=DIGEST, unique=True)
    thread: Text = models.CharField(max_length=IDENTIFIER)
    sender_state: Text = models.CharField(max_length=2)
    sequence: BigNumber = models.BigIntegerField()
    kind: LongText = models.TextField()
    """As the sender wrote it: an unknown kind is kept, too, however long its name."""
    message: Blob = models.BinaryField()
    p256: Blob = SignatureField()
    mldsa65: BlobOrNone = SignatureField(null=True)
    approvals: Blob = models.BinaryField()
    direction: Text = models.CharField(max_length=3)
    peer: Text = models.CharField(max_length=2)
    at: Moment = models.DateTimeField()
    delivery: Text = models.CharField(max_length=NAME)
    problem: StatedOrNone = StatementField(null=True)
    reading: BlobOrNone = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["thread", "sender_state", "sequence"], name="message_in_thread"),
            models.Index(fields=["peer", "id"], name="message_of_peer"),
            models.Index(
                fields=["id"], name="message_undelivered", condition=models.Q(delivery="waiting")
            ),
            models.Index(
                fields=["sender_state", "id"],
                name="message_policy_notice",
                condition=models.Q(kind="policy_notice"),
            ),
        ]


class Receipt(models.Model):
    """The signed answer to a message, written once and given back byte for byte."""

    message: "models.OneToOneField[Message, Message]" = models.OneToOneField(
        Message, primary_key=True, on_delete=models.PROTECT, related_name="receipt"
    )
    receipt: Blob = models.BinaryField()
    p256: Blob = SignatureField()
    mldsa65: BlobOrNone = SignatureField(null=True)
    kept: Flag = models.BooleanField()


_RECORDS = Records(
    StoredMessage,
    Message,
    # The receipt is a row of its own: see `_with_receipt`.
    read=dict.fromkeys(("receipt", "receipt_p256", "receipt_mldsa65"), lambda _row: None),
)

_MESSAGES, _RECEIPTS = Table(Message), Table(Receipt)
_READ = f"""
    SELECT {_MESSAGES.columns}, {_RECEIPTS.columns} FROM storage_message
    LEFT JOIN storage_receipt ON storage_receipt.message_id = storage_message.id
"""  # noqa: S608 - from the models
_BY_DIGEST = f"{_READ} WHERE storage_message.digest = %s"
_BY_THREAD = f"{_READ} WHERE storage_message.thread = %s ORDER BY storage_message.id"
_OUTLINES = """
    SELECT digest, sender_state, sequence, kind, direction, peer, delivery, reading
    FROM storage_message WHERE thread = %s ORDER BY id
"""
_NOTICES = f"""
    {_READ} WHERE storage_message.kind = 'policy_notice' AND storage_message.sender_state = %s
    AND storage_message.direction = 'in' ORDER BY storage_message.id
"""
_NEWEST = """
    SELECT sequence, digest FROM storage_message WHERE thread = %s AND sender_state = %s
    ORDER BY sequence DESC, id DESC LIMIT 1
"""
_NUMBER = "SELECT id FROM storage_message WHERE digest = %s"
_SETTLE = """
    UPDATE storage_message SET delivery = %s, problem = NULL
    WHERE id = %s AND (delivery <> %s OR problem IS NOT NULL)
"""
"""An incoming message has its delivery from the first moment: a row that is changed is written whole, signatures included."""
_add_message = _MESSAGES.insert("ON CONFLICT (digest) DO NOTHING")
_add_receipt = _RECEIPTS.insert("ON CONFLICT (message_id) DO NOTHING")
_ANY_OF_THREAD = """
    SELECT peer, delivery, digest FROM storage_message WHERE thread = %s
    ORDER BY sender_state, sequence LIMIT 1
"""
_CHAIN = """
    SELECT COUNT(*), COALESCE(SUM(LENGTH(message)), 0) FROM storage_message
    WHERE thread = %s AND sender_state = %s
"""
THREADS_AT_ONCE = 500
"""Threads in one statement: SQLite takes no more than some thousands of values."""


class DatabaseMessages:
    def add_message(self, message: StoredMessage) -> bool:
        assert_writing()
        added = _add_message(**_RECORDS.values(message))
        if added:
            add_touches(message)
        if added and message.receipt is not None:
            assert message.receipt_p256 is not None
            signatures = Signatures(p256=message.receipt_p256, mldsa65=message.receipt_mldsa65)
            kept = message.delivery is not Delivery.REFUSED
            self.add_receipt(message.digest, message.receipt, signatures, kept=kept)
        return added

    def message(self, digest: str) -> StoredMessage | None:
        found = first(_BY_DIGEST, digest)
        return None if found is None else _read(found)

    def transcript(self, thread: str) -> Sequence[StoredMessage]:
        return [_read(each) for each in rows(_BY_THREAD, thread)]

    def outlines(self, thread: str) -> Sequence[Outline]:
        return [_outline(*each) for each in rows(_OUTLINES, thread)]

    def thread_channel(self, thread: str) -> ThreadChannel | None:
        found = first(_ANY_OF_THREAD, thread)
        if found is None:
            return None
        return ThreadChannel(found[0], Delivery(found[1]) in BY_LETTER, found[2])

    def chain_size(self, thread: str, state: str) -> ChainSize:
        count, size = first(_CHAIN, thread, state)
        return ChainSize(int(count), int(size))

    def transcripts(self, threads: Iterable[str]) -> Mapping[str, Sequence[StoredMessage]]:
        found: dict[str, list[StoredMessage]] = {}
        for some in itertools.batched(dict.fromkeys(threads), THREADS_AT_ONCE):
            for row in all_messages().filter(thread__in=some).order_by("id"):
                found.setdefault(row.thread, []).append(message_of(row))
        return found

    def next_sequence(self, thread: str, state: str) -> tuple[int, str | None]:
        """Return it as the port says; asked inside a transaction, the answer holds until it ends."""
        hold_off_others("sequence", thread)
        last = first(_NEWEST, thread, state)
        return (1, None) if last is None else (last[0] + 1, last[1])

    def add_receipt(
        self, message: str, receipt: bytes, signatures: Signatures, *, kept: bool
    ) -> None:
        assert_writing()
        found = first(_NUMBER, message)
        if found is None:
            raise LookupError(f"no message {message}")
        added = _add_receipt(
            message_id=found[0],
            receipt=receipt,
            p256=signatures.p256,
            mldsa65=signatures.mldsa65,
            kept=kept,
        )
        if added:
            delivery = Delivery.RECEIPTED if kept else Delivery.REFUSED
            change(_SETTLE, delivery.value, found[0], delivery.value)

    def take_back_refusal(self, message: str) -> bool:
        assert_writing()
        refused = Message.objects.filter(
            digest=message, direction=Direction.OUT.value, delivery=Delivery.REFUSED.value
        )
        Receipt.objects.filter(message__in=refused, kept=False).delete()
        return refused.update(delivery=Delivery.WAITING.value, problem=None) == 1

    def note_problem(self, message: str, problem: Statement) -> None:
        assert_writing()
        Message.objects.filter(digest=message).update(problem=problem)

    def undelivered(
        self, peer: str | None = None, after: int = 0, limit: int = MOST_UNDELIVERED
    ) -> Sequence[Undelivered]:
        rows = _undelivered().filter(id__gt=after)
        if peer is not None:
            rows = rows.filter(peer=peer)
        found = rows.order_by("id").values_list(*_OF_UNDELIVERED)[:limit]
        return [Undelivered(*row) for row in found]

    def undelivered_counts(self) -> Mapping[str, UndeliveredCount]:
        return {
            row["state"]: UndeliveredCount(row["count"], row["oldest"])
            for row in undelivered_by_peer()
        }


_OF_UNDELIVERED = ("id", "digest", "thread", "sequence", "kind", "peer", "at", "problem")


def _undelivered() -> QuerySet[Message]:
    return Message.objects.filter(delivery=Delivery.WAITING.value, direction=Direction.OUT.value)


def undelivered_by_peer() -> QuerySet[Message, dict[str, Any]]:
    """Return the number and the oldest of the messages that wait, by State.

    Grouped by the column itself, SQLite would walk through the index of all messages by State, to have no groups to sort.
    """
    found = _undelivered().annotate(state=Concat("peer", Value(""))).values("state")
    return found.annotate(count=Count("id"), oldest=Min("at")).order_by("state")


def all_messages() -> QuerySet[Message]:
    return Message.objects.select_related("receipt")


def notices_of(state: str) -> Sequence[StoredMessage]:
    """Return what a State sent of its policy, oldest first."""
    return [_read(each) for each in rows(_NOTICES, state)]


def _outline(
    digest: str,
    sender_state: str,
    sequence: int,
    kind: str,
    direction: str,
    peer: str,
    delivery: str,
    reading: object,
) -> Outline:
    """Return an outline, of the columns that `_OUTLINES` reads."""
    version = version_of(digest, None if reading is None else sha256(whole(reading)))
    how, way = Delivery(delivery), Direction(direction)
    return Outline(digest, sender_state, sequence, kind, way, peer, how, version)


def _read(values: Sequence[Any]) -> StoredMessage:
    """Return a message and its receipt, as `_READ` finds them."""
    width = len(_MESSAGES.fields)
    receipt = None if values[width] is None else _RECEIPTS.row(values[width:])
    return _with_receipt(_MESSAGES.row(values[:width]), receipt)


def message_of(row: Message) -> StoredMessage:
    return _with_receipt(row, getattr(row, "receipt", None))


def _with_receipt(row: Message, receipt: Receipt | None) -> StoredMessage:
    message = _RECORDS.record(row)
    if receipt is None:
        return message
    return replace(
        message,
        receipt=whole(receipt.receipt),
        receipt_p256=whole(receipt.p256),
        receipt_mldsa65=whole_or_none(receipt.mldsa65),
    )
