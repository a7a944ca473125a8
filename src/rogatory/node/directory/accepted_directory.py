# SPDX-License-Identifier: Apache-2.0
"""Each version of the directory that this node relies on is an event in its log.

A receipt names the version it was judged by; with this event anybody can later hold the node to
what that version said.
"""

from rogatory.custody.events.act_codes import act
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import SignedEvent, own_event
from rogatory.wire import canonical
from rogatory.wire.digests import sha256


def directory_digest(view: DirectoryView) -> str:
    """Return what a version is known by: SHA-256 of the canonical object of network, snapshot
    version, and the digest of each State's entry (which holds that of its register).
    """
    return sha256(
        canonical.encode(
            {
                "network": view.network,
                "snapshot": view.snapshot_version,
                "states": {
                    state: sha256(listed.entry_bytes) for state, listed in view.listed.items()
                },
            }
        )
    )


def log_accepted(node: Node, view: DirectoryView) -> None:
    """Log a version, unless the log has it already. While the own State is held, none is: it is logged at the next
    refresh after the operator has taken its key (`own_state_key`).
    """
    if node.state in view.held:
        return
    digest = directory_digest(view)
    if node.store.events_of(digest):
        return
    event = _signed(node, view, digest)
    if event is not None:
        with node.store.transaction():
            event.append(node)


def _signed(node: Node, view: DirectoryView, digest: str) -> SignedEvent | None:
    """Return the event, by the first authority of the State whose key is here; none on a bare node."""
    for authority in view.entry(node.state).authorities:
        try:
            return own_event(
                node,
                act("directory-verified", version=view.snapshot_version),
                of=digest,
                authority=authority.id,
                at=node.clock.now(),
            )
        except Refused:
            continue
    return None
