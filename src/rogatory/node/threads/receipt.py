# SPDX-License-Identifier: Apache-2.0
"""Receipts: the signed answer of the receiving node, and the checks of its reader.

*Kept* means that the bytes are safe here and that their signatures hold; *refused* gives the
reasons. A message by the authority, never a receipt, decides whether the request is accepted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Phrase, Refused
from rogatory.node.threads import dispatch_refusals
from rogatory.node.threads.dispatch import (
    from_base64,
    require_names,
    signatures_from_json,
    signatures_to_json,
    to_base64,
)
from rogatory.seal.signatures import Signatures
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.digests import parse_digest
from rogatory.wire.identifiers import parse_state
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_

KEPT = "kept"
REFUSED = "refused"

LARGEST_REPLY = 64 << 10
"""64 KiB: two signatures with certificates and a checkpoint; a peer cannot make us hold more."""

LONGEST_CODE = 60
"""Characters of a code: it is shown to a person and noted in the store."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """The place of the receiving node's own `message-received` event in its log."""

    origin: str
    commitment: str
    salt: str
    index: int
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Receipt:
    network: str
    message: str
    node: str
    received: datetime
    directory: int
    """The version of the directory's snapshot that the node judged by."""
    snapshot: str
    """SHA-256 of that snapshot: two nodes with two snapshots of one version were shown a split view."""
    verdict: str
    codes: tuple[str, ...] = ()
    log: LogEntry | None = None


def build_receipt(receipt: Receipt) -> bytes:
    log = receipt.log
    return canonical.encode(
        {
            "codes": list(receipt.codes),
            "directory": receipt.directory,
            "log": None
            if log is None
            else {
                "checkpoint": log.checkpoint,
                "commitment": log.commitment,
                "index": log.index,
                "origin": log.origin,
                "salt": log.salt,
            },
            "message": receipt.message,
            "network": receipt.network,
            "node": receipt.node,
            "received": format_moment(receipt.received),
            "snapshot": receipt.snapshot,
            "verdict": receipt.verdict,
            "version": 1,
        }
    )


_NAMES = {
    "codes",
    "directory",
    "log",
    "message",
    "network",
    "node",
    "received",
    "snapshot",
    "verdict",
    "version",
}


def parse_receipt(data: bytes) -> Receipt:
    """Return the receipt of these bytes; refuses every other form."""
    document = canonical.decode_object(data, limit=LARGEST_REPLY)
    require_names(document, _NAMES)
    verdict, version, log = document["verdict"], document["version"], document["log"]
    if not canonical.is_version(version, 1) or verdict not in (KEPT, REFUSED):
        raise _malformed(P_("its version or verdict is unknown"))
    if (verdict == KEPT) is (log is None):
        raise _malformed(P_("a kept message is in the log, a refused one is not"))
    codes = _codes(document["codes"])
    if verdict == KEPT and codes:
        raise _malformed(P_("a kept message has no codes of a refusal"))
    return Receipt(
        network=parse_digest(document["network"]),
        message=parse_digest(document["message"]),
        node=parse_state(document["node"]),
        received=parse_moment(document["received"]),
        directory=_count(document["directory"]),
        snapshot=parse_digest(document["snapshot"]),
        verdict=str(verdict),
        codes=codes,
        log=None if log is None else _log_entry(log),
    )


def build_reply(receipt: bytes, signatures: Signatures) -> bytes:
    """Return the body of the HTTP answer: the receipt with its signatures."""
    return canonical.encode(
        {"receipt": to_base64(receipt), "signatures": signatures_to_json(signatures)}
    )


def parse_reply(data: bytes) -> tuple[bytes, Signatures]:
    document = canonical.decode_object(data, limit=LARGEST_REPLY)
    require_names(document, {"receipt", "signatures"})
    return from_base64(document["receipt"]), signatures_from_json(document["signatures"])


def _log_entry(value: Json) -> LogEntry:
    if not isinstance(value, Mapping):
        raise _malformed(P_("its log entry is no object"))
    require_names(value, {"checkpoint", "commitment", "index", "origin", "salt"})
    origin, checkpoint = value["origin"], value["checkpoint"]
    if not isinstance(origin, str) or not isinstance(checkpoint, str):
        raise _malformed(P_("its log entry has no origin or checkpoint"))
    return LogEntry(
        origin=origin,
        commitment=parse_digest(value["commitment"]),
        salt=parse_digest(value["salt"]),
        index=_count(value["index"]),
        checkpoint=checkpoint,
    )


def _codes(value: Json) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _malformed(P_("its codes are no list"))
    codes = tuple(code for code in value if isinstance(code, str) and len(code) <= LONGEST_CODE)
    if len(codes) != len(value):
        raise _malformed(P_("a code is no short text"))
    if len(set(codes)) != len(codes):
        raise _malformed(P_("a code is there twice"))
    return codes


def _count(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _malformed(P_("a count is no number"))
    return value


def _malformed(problem: Phrase) -> Refused:
    return Refused(dispatch_refusals.RECEIPT_MALFORMED.because(problem=problem))
