# SPDX-License-Identifier: Apache-2.0
"""Blocking all that leaves a node or enters its log while its store is not complete.

The lost data may have used the next number of a thread and the next place in the log. A node that
signs before it knows signs twice for one place. So the signing port is shut for every caller.
"""

from collections.abc import Sequence
from datetime import datetime

from rogatory.custody.log.checkpoint import Checkpoint
from rogatory.errors import Refused
from rogatory.node.completeness import refusals
from rogatory.node.completeness.record import what_is_missing
from rogatory.node.ports import Signer, Store
from rogatory.seal.notes import NoteSignature
from rogatory.seal.signatures import Signatures
from rogatory.wire.words import TextsInTurn


def refuse_closed(store: Store) -> None:
    """Refuse to go on while a recovery is under way."""
    missing = what_is_missing(store)
    if missing:
        raise Refused(refusals.RECOVERING.because(missing=TextsInTurn.of(missing)))


class SignerOnceOpen:
    """The port `Signer`, shut while a recovery is under way.

    Once found open it stays open: a recovery begins in a store whose node does not run; a process that outlived a
    failover looks again. Checkpoints
    are signed all the same: they add nothing, and the next epoch begins over one.
    """

    def __init__(self, signer: Signer, store: Store) -> None:
        self._signer = signer
        self._store = store
        self._is_open = False

    def forget_server(self) -> None:
        """Find out anew whether a recovery is under way: the database is on another server now."""
        self._is_open = False

    def _opened(self) -> Signer:
        if not self._is_open:
            refuse_closed(self._store)
            self._is_open = True
        return self._signer

    def sign_message(self, message: bytes, approvals: bytes, at: datetime) -> Signatures:
        return self._opened().sign_message(message, approvals, at)

    def sign_event(self, event: bytes, at: datetime) -> Signatures:
        return self._opened().sign_event(event, at)

    def sign_translation(self, translation: bytes, at: datetime) -> Signatures:
        return self._opened().sign_translation(translation, at)

    def sign_receipt(self, receipt: bytes, at: datetime) -> Signatures:
        return self._opened().sign_receipt(receipt, at)

    def sign_checkpoint(self, text: str) -> str:
        return self._signer.sign_checkpoint(text)

    @property
    def cosigns(self) -> bool:
        return self._signer.cosigns

    def cosign(self, checkpoint: Checkpoint, at: datetime) -> Sequence[NoteSignature]:
        return self._opened().cosign(checkpoint, at)
