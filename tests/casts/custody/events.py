# SPDX-License-Identifier: Apache-2.0
"""The cast of the custody tests: two authorities with keys, and the log of one State."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import CustodyAction, Event
from rogatory.custody.events.values import OfficerWords
from rogatory.custody.log.checkpoint import Checkpoint, sign_checkpoint, with_cosignatures
from rogatory.custody.log.commitment import event_leaf
from rogatory.custody.log.cosignature import cosign
from rogatory.custody.log.epoch import LogOrigin
from rogatory.custody.log.proof import write_proof
from rogatory.custody.log.quorum import WitnessKey
from rogatory.custody.log.tiles import beginning, consistency, extend, inclusion
from rogatory.custody.log.tree import CompactRange
from rogatory.seal.certificates.state_ca import new_state_ca
from rogatory.seal.cosigner import Cosigner, Cosigning
from rogatory.seal.notes import NoteSigner
from rogatory.seal.signatures import Anchors, signing_keys_from_pem, verify_signatures
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
    action=CustodyAction.OPENED,
    authority=XA,
    officer="xa-0003",
    act=act("opened", second=None, consent=None),
    words=OfficerWords("Examination for the case court-17", "en"),
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

    def path(self, old):
        """Return what a witness that saw `old` entries is shown."""
        return tuple(consistency(old, self.tree, self.read_tile)) if old else ()

    def beginning(self, old):
        return tuple(beginning(old, self.tree, self.read_tile))

    def grown(self, count, *, fork=b""):
        """The log with so many further leaves."""
        self.append(*(event_leaf(bytes(32), b"%s%d" % (fork, n)) for n in range(count)))
        return self

    def prove(self, salt, index):
        return write_proof(salt, index, inclusion(index, self.tree, self.read_tile), self.note())

    def enter(self, event, *, salt=bytes(range(32)), before=3, after=5):
        """A proof of the event among others."""
        self.append(*(event_leaf(bytes(32), b"%d" % n) for n in range(before)))
        index = self.tree.size
        self.append(event_leaf(salt, event))
        self.append(*(event_leaf(bytes(32), b"%d" % n) for n in range(after)))
        return self.prove(salt, index)


class Witness:
    """A State's witness with a key of each kind."""

    def __init__(self, state="XB", seed=7):
        self.state = state
        name, random = f"{NETWORK}/{state.lower()}/witness", Random(f"{seed}{state}").randbytes
        self.cosigners = {kind: Cosigner.generate(name, kind, random) for kind in Cosigning}

    @property
    def keys(self):
        return [
            WitnessKey(self.state, each.key, AT, AT + timedelta(days=365))
            for each in self.cosigners.values()
        ]

    def lines(self, checkpoint, at=AT, kinds=tuple(Cosigning)):
        return [cosign(checkpoint, self.cosigners[kind], at) for kind in kinds]

    def cosigned(self, log, at=AT, kinds=tuple(Cosigning)):
        return with_cosignatures(log.note(), self.lines(log.checkpoint, at, kinds))


def event(**changes):
    return replace(EVENT, **changes)
