# SPDX-License-Identifier: Apache-2.0
"""A proof that a node signed a receipt for an entry, and its log has another in that place.

It convinces a third party, offline, who has the directory: receipt, its signatures, a checkpoint
that the same node's log signed, and the path of the entry in that place.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rogatory.custody.collect_reasons import attempt
from rogatory.custody.log import tree
from rogatory.custody.log.checkpoint import (
    SignedCheckpoint,
    read_hash,
    verify_checkpoint,
    write_hash,
)
from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.proof import LONGEST_PATH
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Phrase, Reason, Refused
from rogatory.node.directory.directory_signature import verify_listed
from rogatory.node.misbehaviour import refusals
from rogatory.node.threads.dispatch import require_names, signatures_from_json, signatures_to_json
from rogatory.node.threads.receipt import LARGEST_REPLY, LogEntry, Receipt, parse_receipt
from rogatory.seal.signatures import Signatures
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.words import P_, FilledText

UNLOGGED_VERSION = 1
KIND = "receipt-not-logged"
SUFFIX = ".unlogged.json"

LARGEST_UNLOGGED = 4 * LARGEST_REPLY
"""A receipt, a checkpoint with its cosignatures, and a path."""

_NAMES = {"version", "kind", "receipt", "signatures", "checkpoint", "leaf", "path"}


@dataclass(frozen=True, slots=True)
class Unlogged:
    receipt: bytes = field(repr=False)
    signatures: Signatures = field(repr=False)
    checkpoint: str = field(repr=False)
    leaf: bytes
    """The leaf hash in the place."""
    path: tuple[bytes, ...] = field(repr=False)


def build_unlogged(unlogged: Unlogged) -> bytes:
    return canonical.encode(
        {
            "version": UNLOGGED_VERSION,
            "kind": KIND,
            "receipt": base64.b64encode(unlogged.receipt).decode(),
            "signatures": signatures_to_json(unlogged.signatures),
            "checkpoint": unlogged.checkpoint,
            "leaf": write_hash(unlogged.leaf),
            "path": [write_hash(each) for each in unlogged.path],
        }
    )


@dataclass(frozen=True, slots=True)
class NotKept:
    """The proved facts: the receipt that was not kept to, and the log's signed leaf."""

    receipt: Receipt
    entry: LogEntry
    """The place of the event according to the receipt."""
    signed: SignedCheckpoint
    leaf: bytes
    """The leaf hash in that place."""


def check_unlogged(data: bytes, view: DirectoryView, at: datetime) -> NotKept:
    """Decide, offline, that a file proves its claim.

    What must hold:
      1. The file is in its form, and so is the receipt, of a message that was kept.
      2. The receipt is signed by the node that it names.
      3. The checkpoint is signed by a key listed for the log that the receipt names, which is that
         node's.
      4. The leaf is at the receipt's index under the checkpoint, and is another than its own.

    Raises:
        Refused: with every reason; nothing is proved against the node.
    """
    # 1.
    read, receipt = parse_unlogged(data)
    entry = receipt.log
    if entry is None or parse_origin(entry.origin).state != receipt.node:
        raise _malformed(P_("its receipt names no entry of its node's log"))
    reasons: list[Reason] = []
    # 2.
    holder = receipt.node.lower()
    attempt(
        reasons,
        lambda: verify_listed(
            view, read.receipt, read.signatures, holder=holder, use="receipts", at=at
        ),
    )
    # 3.
    signed = attempt(reasons, lambda: _signed(read.checkpoint, entry.origin, receipt.node, view))
    # 4.
    if signed is not None:
        now = signed.checkpoint
        attempt(
            reasons,
            lambda: tree.verify_inclusion(read.leaf, entry.index, now.size, read.path, now.root),
        )
    if read.leaf == tree.leaf_hash(bytes.fromhex(entry.commitment)):
        reasons.extend(
            _malformed(P_("the entry of the receipt is at the place that it names")).reasons
        )
    if signed is None or reasons:
        raise Refused(reasons)
    return NotKept(receipt, entry, signed, read.leaf)


def _signed(note: str, origin: str, state: str, view: DirectoryView) -> SignedCheckpoint:
    vkeys = [key for one in view.entry(state).logs if one.origin == origin for key in one.vkeys]
    return verify_checkpoint(note, origin=origin, vkeys=vkeys)


def parse_unlogged(data: bytes) -> tuple[Unlogged, Receipt]:
    """Return what the file says; nothing is verified."""
    document = canonical.decode_object(data, limit=LARGEST_UNLOGGED)
    require_names(document, _NAMES)
    if not canonical.is_version(document["version"], UNLOGGED_VERSION) or document["kind"] != KIND:
        raise _malformed(
            FilledText(P_("this program reads version {version}"), version=UNLOGGED_VERSION)
        )
    checkpoint, leaf = document["checkpoint"], _hash(document["leaf"])
    if not isinstance(checkpoint, str):
        raise _malformed(P_("its checkpoint is no text"))
    receipt = _bytes(document["receipt"])
    signatures = signatures_from_json(document["signatures"])
    read = Unlogged(receipt, signatures, checkpoint, leaf, _path(document["path"]))
    return read, parse_receipt(receipt)


def _path(value: Json) -> tuple[bytes, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) > LONGEST_PATH:
        raise _malformed(P_("its path is no list of hashes"))
    return tuple(_hash(each) for each in value)


def _hash(value: Json) -> bytes:
    found = read_hash(value) if isinstance(value, str) else None
    if found is None:
        raise _malformed(P_("a hash is invalid"))
    return found


def _bytes(value: Json) -> bytes:
    try:
        found = base64.b64decode(str(value), validate=True)
    except ValueError as error:
        raise _malformed(P_("its receipt is not base64")) from error
    # Bits behind the end would make two files of one receipt.
    if base64.b64encode(found).decode() != value:
        raise _malformed(P_("its receipt is not base64"))
    return found


def _malformed(problem: Phrase) -> Refused:
    return Refused(refusals.UNLOGGED_FORM.because(problem=problem))
