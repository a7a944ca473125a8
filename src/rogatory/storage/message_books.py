# SPDX-License-Identifier: Apache-2.0
"""The books' pages on messages, receipts and the nonces of signed requests."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from rogatory.node.records import Delivery, Direction, StoredMessage
from rogatory.seal.signatures import Signatures
from rogatory.storage import models
from rogatory.storage.models.columns import whole, whole_or_none
from rogatory.storage.transactions import assert_writing, hold_off_others, short_transaction

NONCE_HORIZON = timedelta(hours=1)
"""No signed request is fresh for so long, so a nonce that ended this long ago may be forgotten:
without an end the table of nonces would grow with every request for ever."""

NONCES_BETWEEN_SWEEPS = 256
"""How many nonces are added before ended ones are looked for: sweeping each time would cost a
deletion a request."""


class MessageBooks:
    def add_message(self, message: StoredMessage) -> bool:
        assert_writing()
        values = {
            "thread": message.thread,
            "sender_state": message.sender_state,
            "sequence": message.sequence,
            "kind": message.kind,
            "message": message.message,
            "p256": message.p256,
            "mldsa65": message.mldsa65,
            "approvals": message.approvals,
            "direction": message.direction.value,
            "peer": message.peer,
            "at": message.at,
            "delivery": message.delivery.value,
            "problem": message.problem,
            "reading": message.reading,
        }
        _row, added = models.Message.objects.get_or_create(digest=message.digest, defaults=values)
        if added and message.receipt is not None:
            assert message.receipt_p256 is not None
            signatures = Signatures(p256=message.receipt_p256, mldsa65=message.receipt_mldsa65)
            kept = message.delivery is not Delivery.REFUSED
            self.add_receipt(message.digest, message.receipt, signatures, kept=kept)
        return added

    def message(self, digest: str) -> StoredMessage | None:
        row = all_messages().filter(digest=digest).first()
        return None if row is None else message_of(row)

    def transcript(self, thread: str) -> Sequence[StoredMessage]:
        return [message_of(row) for row in all_messages().filter(thread=thread).order_by("id")]

    def next_sequence(self, thread: str, state: str) -> tuple[int, str | None]:
        """As the port says; asked inside a transaction, the answer holds until it ends."""
        hold_off_others("sequence")
        last = (
            models.Message.objects.filter(thread=thread, sender_state=state)
            .order_by("-sequence", "-id")
            .values_list("sequence", "digest")
            .first()
        )
        return (1, None) if last is None else (last[0] + 1, last[1])

    def add_receipt(
        self, message: str, receipt: bytes, signatures: Signatures, *, kept: bool
    ) -> None:
        assert_writing()
        row = models.Message.objects.filter(digest=message).only("id").first()
        if row is None:
            raise LookupError(f"no message {message}")
        values = {
            "receipt": receipt,
            "p256": signatures.p256,
            "mldsa65": signatures.mldsa65,
            "kept": kept,
        }
        _receipt, added = models.Receipt.objects.get_or_create(message=row, defaults=values)
        if added:
            delivery = Delivery.RECEIPTED if kept else Delivery.REFUSED
            models.Message.objects.filter(id=row.id).update(delivery=delivery.value, problem=None)

    def take_back_refusal(self, message: str) -> bool:
        assert_writing()
        refused = models.Message.objects.filter(
            digest=message, direction=Direction.OUT.value, delivery=Delivery.REFUSED.value
        )
        models.Receipt.objects.filter(message__in=refused, kept=False).delete()
        return refused.update(delivery=Delivery.WAITING.value, problem=None) == 1

    def note_problem(self, message: str, problem: str) -> None:
        assert_writing()
        models.Message.objects.filter(digest=message).update(problem=problem)

    def undelivered(self) -> Sequence[StoredMessage]:
        rows = all_messages().filter(delivery=Delivery.WAITING.value, direction=Direction.OUT.value)
        return [message_of(row) for row in rows.order_by("id")]

    def seen_nonce(self, key: str, nonce: str, until: datetime) -> bool:
        """As the port says; outside a transaction it makes its own."""
        with short_transaction():
            row, added = models.Nonce.objects.get_or_create(
                key=key, nonce=nonce, defaults={"until": until}
            )
            if added and row.id % NONCES_BETWEEN_SWEEPS == 0:
                models.Nonce.objects.filter(until__lt=until - NONCE_HORIZON).delete()
        return not added


def all_messages() -> QuerySet[models.Message]:
    return models.Message.objects.select_related("receipt")


def message_of(row: models.Message) -> StoredMessage:
    receipt: models.Receipt | None = getattr(row, "receipt", None)
    return StoredMessage(
        digest=row.digest,
        thread=row.thread,
        sender_state=row.sender_state,
        sequence=row.sequence,
        kind=row.kind,
        message=whole(row.message),
        p256=whole(row.p256),
        mldsa65=whole_or_none(row.mldsa65),
        approvals=whole(row.approvals),
        direction=Direction(row.direction),
        peer=row.peer,
        at=row.at,
        delivery=Delivery(row.delivery),
        receipt=None if receipt is None else whole(receipt.receipt),
        receipt_p256=None if receipt is None else whole(receipt.p256),
        receipt_mldsa65=None if receipt is None else whole_or_none(receipt.mldsa65),
        problem=row.problem,
        reading=whole_or_none(row.reading),
    )
