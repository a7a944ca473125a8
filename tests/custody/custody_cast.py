# SPDX-License-Identifier: Apache-2.0
"""The cast of the custody tests: two authorities with keys, and the log of one State."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from rogatory.custody.checkpoint import Checkpoint, sign_checkpoint
from rogatory.custody.commitment import event_leaf
from rogatory.custody.event import Action, Event
from rogatory.custody.log_epoch import LogOrigin
from rogatory.custody.proof import write_proof
from rogatory.custody.tiles import extend, inclusion
from rogatory.custody.tree import CompactRange
from rogatory.seal.notes import NoteSigner
from rogatory.seal.signatures import Anchors, signing_keys_from_pem, verify_signatures
from rogatory.seal.state_ca import new_state_ca
from rogatory.wire.identifiers import Authority, uuid7

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
NETWORK = "ab" * 32
OTHER_NETWORK = "cd" * 32
OBJECT = "12" * 32
XA = Authority("XA", "central-authority")
XB = Authority("XB", "contact-point")

EVENT = Event(
    network=NETWORK,
    id=uuid7(AT, bytes(10)),
    object=OBJECT,
    action=Action.OPENED,
    authority=XA,
    officer="xa-0003",
    reason="Examination for the case court-17",
    basis="34" * 32,
    occurred=AT,
    previous=None,
)


@dataclass
class Cast:
    """Signing keys by authority, and what a verifier trusts."""

    keys: dict
    anchors: Anchors

    def check(self, event, data, signatures):
        return verify_signatures(
            data,
            signatures,
            anchors=self.anchors,
            holder=str(event.authority),
            at=event.occurred,
            require_mldsa65=True,
            use="authority",
        )


def new_cast():
    random = Random(17).randbytes
    keys, anchors = {}, []
    for authority in (XA, XB):
        ca = new_state_ca(authority.state, at=AT, years=10, random=random)
        files = []
        for algorithm in ("p256", "mldsa65"):
            until = AT + timedelta(days=365)
            issued = ca.issue(
                str(authority), "authority", algorithm, at=AT, until=until, random=random
            )
            files += [issued.key, issued.certificate]
        keys[authority] = signing_keys_from_pem(str(authority), *files)
        anchors += ca.certificates.values()
    return Cast(keys, Anchors(tuple(anchors)))


class Log:
    """A log in memory: its tiles, its compact range, and its key."""

    def __init__(self, state="XA", epoch=1, network=NETWORK, seed=1):
        self.origin = LogOrigin(network, state, epoch)
        self.signer = NoteSigner.generate(str(self.origin), Random(seed).randbytes)
        self.tree, self.tiles = CompactRange(), {}

    @property
    def vkeys(self):
        return [self.signer.vkey]

    def append(self, *leaves):
        grown = extend(self.tree, self.read_tile, leaves)
        self.tree = grown.tree
        self.tiles.update({(tile.level, tile.index): data for tile, data in grown.tiles})

    def read_tile(self, tile):
        return self.tiles[tile.level, tile.index]

    @property
    def checkpoint(self):
        return Checkpoint(str(self.origin), self.tree.size, self.tree.root())

    def note(self):
        return sign_checkpoint(self.checkpoint, self.signer)

    def prove(self, salt, index):
        return write_proof(salt, index, inclusion(index, self.tree, self.read_tile), self.note())

    def enter(self, event, *, salt=bytes(range(32)), before=3, after=5):
        """A proof of the event among others."""
        self.append(*(event_leaf(bytes(32), b"%d" % n) for n in range(before)))
        index = self.tree.size
        self.append(event_leaf(salt, event))
        self.append(*(event_leaf(bytes(32), b"%d" % n) for n in range(after)))
        return self.prove(salt, index)


def event(**changes):
    return replace(EVENT, **changes)
