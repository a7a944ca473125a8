# SPDX-License-Identifier: Apache-2.0
"""One State's node, as the use-cases hold it: its ports, who it is, and what its settings say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rogatory.custody.events.values import UNDETERMINED
from rogatory.node.limits.operator_settings import Settings
from rogatory.node.ports import (
    Clock,
    HookLine,
    Objects,
    OwnCertificate,
    Pager,
    Peers,
    Register,
    Signer,
    Store,
    Timestamps,
)
from rogatory.node.repositories.queue import Queue
from rogatory.node.repositories.systems import HookDelivery, HookRecord
from rogatory.wire.randomness import Random
from rogatory.wire.words import OwnWords, Statement


class NoHookLine:
    """The port `HookLine` of a node that was given none: it has no webhooks."""

    def sealed(self, secret: str) -> str:
        del secret
        raise LookupError("this node has no line to webhooks")

    def send(self, hook: HookRecord, delivery: HookDelivery) -> Statement | None:
        del hook, delivery
        raise LookupError("this node has no line to webhooks")


@dataclass(frozen=True, slots=True)
class Node:
    """The argument of every use-case. Built by bootstrap (real ports) or by a test (twins)."""

    state: str
    """The State's code, `XB`."""
    network: str
    """SHA-256 of the directory's first root: what every signed object of this network names."""
    url: str
    """The address of the peer door, as the directory lists it, without a trailing slash."""
    log_origin: str
    """`<network>/xb/1`: the name of the custody log's current epoch."""
    clock: Clock
    random: Random
    store: Store
    queue: Queue
    objects: Objects
    signer: Signer
    register: Register
    peers: Peers
    timestamps: Timestamps
    pager: Pager
    words_language: str = UNDETERMINED
    """The language of the words that an officer gives now, as far as he stated it."""
    settings: Settings = field(default_factory=Settings)
    certificates: Callable[[], Sequence[OwnCertificate]] = tuple
    """Returns those with which this node works, from the files of its home."""

    hook_line: HookLine = field(default_factory=NoHookLine)

    def own_words(self, text: str) -> OwnWords:
        """Return what an officer wrote, with the language in which he uses this node."""
        return OwnWords(text.strip(), self.words_language)
