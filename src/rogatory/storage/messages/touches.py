# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown
"""The contributions of touches of officers' authenticators to messages."""

from collections.abc import Collection
from typing import ClassVar

from django.db import models

from rogatory.node.officers.touches import message_touches
from rogatory.node.repositories.messages import StoredMessage
from rogatory.storage.tables.columns import DIGEST, IDENTIFIER, BigNumber, LongText, Serial, Text
from rogatory.storage.transactions.statements import Table, rows


class Touch(models.Model):
    """The contribution of one touch of an officer's authenticator to a message, as
    `seal.approvals.touch_of` names it.

    Found by thread, State and kind: without it each message would read all earlier ones of its kind.
    """

    id: Serial = models.BigAutoField(primary_key=True)
    thread: Text = models.CharField(max_length=IDENTIFIER)
    sender_state: Text = models.CharField(max_length=2)
    kind: LongText = models.TextField()
    sequence: BigNumber = models.BigIntegerField()
    touch: Text = models.CharField(max_length=DIGEST)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["thread", "sender_state", "touch"], name="touch_in_thread")
        ]


_add_touch = Table(Touch).insert()
_TOUCHED = """
    SELECT touch, sequence FROM storage_touch
    WHERE thread = %s AND sender_state = %s AND kind = %s AND touch IN ({places})
"""


class DatabaseTouches:
    def touches(
        self, thread: str, state: str, kind: str, among: Collection[bytes]
    ) -> Collection[tuple[bytes, int]]:
        if not among:
            return ()
        wanted = [one.hex() for one in among]
        statement = _TOUCHED.format(places=", ".join(["%s"] * len(wanted)))
        found = rows(statement, thread, state, kind, *wanted)
        return [(bytes.fromhex(touch), int(sequence)) for touch, sequence in found]


def add_touches(message: StoredMessage) -> None:
    """Write the touches of a new message."""
    for touch in message_touches(message):
        _add_touch(
            thread=message.thread,
            sender_state=message.sender_state,
            kind=message.kind,
            sequence=message.sequence,
            touch=touch.hex(),
        )
