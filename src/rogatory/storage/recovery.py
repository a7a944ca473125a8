# SPDX-License-Identifier: Apache-2.0
"""The record of exchanges with one State."""

from collections.abc import Sequence

from rogatory.node.repositories.messages import Delivery, Direction
from rogatory.node.repositories.recovery import Exchanged
from rogatory.storage.messages.stored import Message
from rogatory.storage.tables.columns import whole_or_none

_COLUMNS = ("digest", "direction", "delivery", "at", "receipt__receipt")


class DatabaseRecovery:
    def exchanged_with(self, state: str, after: str | None, limit: int) -> Sequence[Exchanged]:
        """Return it as the port says: read by an index of its own, without bodies, attachments or
        other States.
        """
        rows = Message.objects.filter(peer=state)
        if after is not None:
            place = rows.filter(digest=after).values_list("id", flat=True).first()
            if place is None:
                raise LookupError(f"no message {after} with {state}")
            rows = rows.filter(id__gt=place)
        return [
            Exchanged(digest, Direction(direction), Delivery(delivery), at, whole_or_none(receipt))
            for digest, direction, delivery, at, receipt in rows.order_by("id").values_list(
                *_COLUMNS
            )[:limit]
        ]
