# SPDX-License-Identifier: Apache-2.0
"""The port `Signer` on a host without the keys of authorities, log and witness: it asks the signer of another host.

A door, console or worker there has the node's own keys alone: for receipts, for requests on the line and for TLS. The
signer does not believe who asks: it reads each document itself, checks approvals against the register, and compares a checkpoint with the
log in the database.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from rogatory.bootstrap import refusals
from rogatory.bootstrap.ports.signer import NodeKeys
from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint
from rogatory.custody.log.epoch import parse_origin
from rogatory.errors import Refused, Unreachable
from rogatory.node.context import Node
from rogatory.seal.notes import NoteSignature, read_signature_line
from rogatory.seal.signatures import Signatures
from rogatory.storage.queue.signing import (
    RefusedBySignerError,
    SignerSilentError,
    SigningQueue,
    SigningTask,
)
from rogatory.wire.canonical import Json

MESSAGE, EVENT, TRANSLATION, CHECKPOINT, COSIGNATURE = (
    "message",
    "event",
    "translation",
    "checkpoint",
    "cosignature",
)


class SignerElsewhere:
    """`cosigns` says whether the State lists a witness of its own."""

    def __init__(
        self,
        receipts: NodeKeys,
        queue: SigningQueue,
        cosigns: Callable[[], bool],
        now: Callable[[], datetime],
    ) -> None:
        self._receipts = receipts
        self._queue = queue
        self._cosigns = cosigns
        self._now = now

    def sign_message(self, message: bytes, approvals: bytes, at: datetime) -> Signatures:
        return self._signatures(MESSAGE, {"document": message, "approvals": approvals}, at)

    def sign_event(self, event: bytes, at: datetime) -> Signatures:
        return self._signatures(EVENT, {"document": event}, at)

    def sign_translation(self, translation: bytes, at: datetime) -> Signatures:
        return self._signatures(TRANSLATION, {"document": translation}, at)

    def sign_receipt(self, receipt: bytes, at: datetime) -> Signatures:
        return self._receipts.sign(receipt, at)

    def sign_checkpoint(self, text: str) -> str:
        return str(self._ask(CHECKPOINT, {"document": text.encode()}, self._now())["note"])

    @property
    def cosigns(self) -> bool:
        return self._cosigns()

    def cosign(self, checkpoint: Checkpoint, at: datetime) -> Sequence[NoteSignature]:
        found = self._ask(COSIGNATURE, {"document": checkpoint.text().encode()}, at)
        return [read_signature_line(line) for line in found["lines"]]

    def _signatures(self, kind: str, documents: Mapping[str, bytes], at: datetime) -> Signatures:
        found = self._ask(kind, documents, at)
        second = found["mldsa65"]
        return Signatures(
            base64.b64decode(found["p256"]), None if second is None else base64.b64decode(second)
        )

    def _ask(self, kind: str, documents: Mapping[str, bytes], at: datetime) -> Mapping[str, Any]:
        payload: dict[str, Json] = {name: _text(data) for name, data in documents.items()}
        try:
            return cast("Mapping[str, Any]", self._queue.ask(kind, payload, at))
        except SignerSilentError as error:
            raise Unreachable(refusals.SIGNER_SILENT.because()) from error
        except RefusedBySignerError as error:
            raise Refused(error.statement.reasons) from error


def signature_for(node: Node, task: SigningTask) -> Json:
    """Sign what is asked for, on the host that has the keys.

    Raises:
        Refused: the signer's own checks fail, or a checkpoint is not of the log as the database has it.
    """
    document = base64.b64decode(str(task.payload["document"]))
    signer, at = node.signer, task.at
    if task.kind == CHECKPOINT:
        _refuse_other_log(node, parse_checkpoint(document.decode()))
        return {"note": signer.sign_checkpoint(document.decode())}
    if task.kind == COSIGNATURE:
        lines = [one.line() for one in signer.cosign(parse_checkpoint(document.decode()), at)]
        return {"lines": list(lines)}
    if task.kind == MESSAGE:
        approvals = base64.b64decode(str(task.payload["approvals"]))
        return _json(signer.sign_message(document, approvals, at))
    if task.kind == EVENT:
        return _json(signer.sign_event(document, at))
    if task.kind == TRANSLATION:
        return _json(signer.sign_translation(document, at))
    raise Refused(refusals.SIGNING_KIND.because(kind=task.kind))


def _refuse_other_log(node: Node, checkpoint: Checkpoint) -> None:
    epoch, size = parse_origin(node.log_origin).epoch, checkpoint.size
    if (
        checkpoint.origin != node.log_origin
        or epoch != node.store.log_epoch()
        or size > node.store.log_size()
        or node.store.log_tree(size).root() != checkpoint.root
    ):
        raise Refused(refusals.SIGNING_OTHER_LOG.because(origin=checkpoint.origin, size=str(size)))


def _json(found: Signatures) -> Json:
    second = None if found.mldsa65 is None else _text(found.mldsa65)
    return {"p256": _text(found.p256), "mldsa65": second}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
