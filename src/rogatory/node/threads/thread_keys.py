# SPDX-License-Identifier: Apache-2.0
"""The keys under which the store holds threads: one for each pair of peer and thread.

A thread is identified by its two States and its UUID together (SPECIFICATION 9). The State that
opens one chooses the UUID, so a third State that learnt it may open a thread of the same UUID with
this node. The two are different threads, and the third State must not be able to find out that the
other exists.

The first thread of a UUID is kept under the UUID itself. One with another peer is kept under a key
that is derived from both, in the form of a UUID, so that everything here treats it like any other.
Keys never leave the node: what is sent names the UUID.
"""

from collections.abc import Iterator

from rogatory.node.context import Node
from rogatory.node.threads.transcript import envelope_of
from rogatory.wire.digests import sha256


def thread_key(node: Node, peer: str, thread: str) -> str:
    """Return the key of the thread of that UUID with that peer, whether or not the store holds it."""
    return next(key for key in _keys(peer, thread) if _serves(node, key, peer, thread))


def thread_of_key(node: Node, key: str) -> str:
    """Return the UUID of the thread that the store holds under a key."""
    channel = node.store.thread_channel(key)
    stored = None if channel is None else node.store.message(channel.message)
    return key if stored is None else envelope_of(stored).thread


def _keys(peer: str, thread: str) -> Iterator[str]:
    """Yield the keys that the thread may have, in the order in which they are tried."""
    yield thread
    digest = sha256(f"{peer}/{thread}".encode())
    while True:
        variant = "89ab"[int(digest[3], 16) % 4]
        yield f"{thread[:14]}7{digest[:3]}-{variant}{digest[4:7]}-{digest[7:19]}"
        digest = sha256(digest.encode())


def _serves(node: Node, key: str, peer: str, thread: str) -> bool:
    """Return whether a key is this thread's, or nobody's yet.

    A peer that derives keys as we do may open a thread whose UUID is one: so the UUID is compared
    as well. Drafts count, since a thread that this State is about to open keeps its UUID.
    """
    channel = node.store.thread_channel(key)
    if channel is not None:
        return channel.peer == peer and thread_of_key(node, key) == thread
    drafts = node.store.drafts(key, unsent=False)
    return all(one.addressee[:2].upper() == peer for one in drafts)
