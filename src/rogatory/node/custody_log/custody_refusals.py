# SPDX-License-Identifier: Apache-2.0
"""Refusals of custody events, of tiles, and of appending to the log."""

from rogatory.errors import Code

EVENT_OTHER = Code(
    "custody-event-not-own",
    "The event was signed by {authority}, which is no authority of this node's State.",
    "Submit it to the node of that State.",
)
EVENT_NETWORK = Code(
    "custody-event-network",
    "The event belongs to the network {network}, not to this one.",
    "Submit it to a node of the network in which the act was done.",
)
EVENT_CHAIN = Code(
    "custody-event-chain",
    "The journal does not continue what the own State's node recorded of the same evidence: the act was "
    "recorded beside a copy without the node's events.",
    "Keep the journal and fetch the package with its journal from the node (rogatory evidence fetch). "
    "Repeat the act on that copy and hand in its journal.",
)
EVENTS_TOO_MANY = Code(
    "custody-events-too-many",
    "{count} events were submitted at once; at most {limit} are read.",
    "Split them.",
)
TILE_UNKNOWN = Code(
    "custody-tile-unknown", "The log has no such tile.", "Ask for a tile of the checkpoint."
)
EPOCH_STALE = Code(
    "epoch-stale",
    "The custody log has left the epoch {origin} since this process was started.",
    "The administrator must start the node again.",
)
