# SPDX-License-Identifier: Apache-2.0
"""The record of an event that becomes a leaf: the stored facts about it beside its bytes."""

import json
from datetime import datetime

from rogatory.custody.log.commitment import commitment
from rogatory.node.repositories.custody_log import LoggedEvent
from rogatory.seal.signatures import Signatures

EPOCH = 1 << 40
"""The number of leaves that one epoch can have; a place is `epoch * EPOCH + index`."""


def place(epoch: int, index: int) -> int:
    """Return the one number of a leaf, or of a size, among those of all epochs."""
    return epoch * EPOCH + index


def logged_event(
    epoch: int,
    index: int,
    event: bytes,
    signatures: Signatures,
    salt: bytes,
    at: datetime,
    thread: str | None,
) -> LoggedEvent:
    """Return the record of `event` (canonical bytes that the caller has checked) as leaf `index`
    of an epoch.
    """
    # The caller has read the event strictly; here two of its fields are looked up.
    fields = json.loads(event)
    return LoggedEvent(
        index=index,
        object=str(fields["object"]),
        action=str(fields["action"]),
        event=event,
        p256=signatures.p256,
        mldsa65=signatures.mldsa65,
        salt=salt,
        commitment=commitment(salt, event).hex(),
        logged=at,
        thread=thread,
        epoch=epoch,
    )


def officer_of(event: bytes) -> str:
    """Return the officer that an event names; empty where it names none."""
    return str(json.loads(event).get("officer") or "")


def signer_of(event: bytes) -> str:
    """Return the authority that an event names; empty where it names none."""
    return str(json.loads(event).get("authority") or "")
