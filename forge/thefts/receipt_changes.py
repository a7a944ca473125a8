# SPDX-License-Identifier: Apache-2.0
"""Changes of receipts by who has the key that a node signs them with, and no other: not the log's.

He says of a genuine message where in the log it lies; every checkpoint that he can show is one that the log signed.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from forge.changes import Change, edit_document, read_object
from forge.making import Kind
from forge.material import Artifact, Material
from rogatory.custody.log.checkpoint import parse_checkpoint
from rogatory.custody.log.proof import LogProof, parse_proof
from rogatory.seal.notes import parse_note

NODE = "XB"
"""The State whose node receipted the request."""


def other_receipts(material: Material, kind: Kind) -> Iterator[Change]:
    """Receipts that say something else of the log, or of what became of the message."""
    if kind != "bundle":
        return
    artifact = material.artifacts[kind]
    for name in artifact.files():
        document = read_object(artifact.folder / name) if name.endswith("/receipt.json") else {}
        if document.get("node") != NODE:
            continue
        log = document["log"]
        yield _put(name, "refused", verdict="refused", codes=["message-malformed"], log=None)
        yield _put(name, "without-log", log=None)
        yield _put(name, "beyond-the-log", log=log | {"index": _size(log["checkpoint"])})
        yield _put(name, "in-no-log", log=log | {"origin": "/".join(log["origin"].split("/")[:2])})
        proofs = list(_proofs(artifact))
        stated = {(_origin(proof), proof.index) for proof in proofs}
        for proof in proofs:
            origin, destroyed = _origin(proof), proof.salt is None
            there = {"index": proof.index, "checkpoint": proof.checkpoint}
            if origin != log["origin"]:
                yield _put(name, "in-another-log", log=log | there | {"origin": origin})
                for index in range(_size(proof.checkpoint)):
                    if (origin, index) not in stated:  # nothing in the bundle contradicts it
                        unproved = there | {"origin": origin, "index": index}
                        yield _put(name, "unproved-in-another-log", log=log | unproved)
                        break
            elif proof.index != log["index"]:
                change = "place-of-destroyed" if destroyed else "place-taken"
                yield _put(name, change, log=log | there)


def _put(name: str, change: str, **fields: Any) -> Change:
    return Change(f"receipt-{change}", name, partial(_apply, name=name, fields=fields))


def _apply(artifact: Artifact, *, name: str, fields: dict[str, Any]) -> None:
    for field, value in fields.items():
        edit_document(artifact.folder / name, field, value)


def _proofs(artifact: Artifact) -> Iterator[LogProof]:
    """The proofs of the bundle, of whatever log."""
    for name in artifact.files():
        if name.endswith(".tlog-proof"):
            yield parse_proof((artifact.folder / name).read_bytes())


def _origin(proof: LogProof) -> str:
    return proof.checkpoint.split("\n", 1)[0]


def _size(checkpoint: str) -> int:
    return parse_checkpoint(parse_note(checkpoint).text).size
