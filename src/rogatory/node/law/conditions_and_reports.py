# SPDX-License-Identifier: Apache-2.0
"""The law's view where evidence is given on conditions that were agreed to, or reported as destroyed."""

from collections.abc import Iterator, Mapping

from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.check import recorded_tombstones
from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.law import refusals
from rogatory.node.law.agreed_conditions import agreed_in
from rogatory.node.law.questions import RELEASES
from rogatory.node.threads.transcript import thread_state
from rogatory.wire.canonical import Json

REPORTING = "returned_or_destroyed"

BETWEEN = "; "


def shown_conditions(node: Node, thread: str, kind: str) -> Iterator[Reason]:
    """Yield the conditions that were agreed to, by the message that agreed, before something is given."""
    if kind not in RELEASES:
        return
    for one in agreed_in(thread_state(node, thread)):
        yield refusals.CONDITIONS_AGREED.because(
            state=one.state, message=one.message, conditions=BETWEEN.join(one.texts)
        )


def unrecorded_tombstones(node: Node, body: Mapping[str, Json]) -> Iterator[Reason]:
    """Yield each tombstone of a report that no custody event of the package names in this State's log."""
    stated = body.get("tombstones")
    if not isinstance(stated, list):
        return
    recorded = tombstones_of(node, body.get("seal"))
    for one in stated:
        if one not in recorded:
            yield refusals.TOMBSTONE_UNRECORDED.because(tombstone=str(one)[:64])


def tombstones_of(node: Node, seal: Json) -> frozenset[str]:
    """Return the tombstones that custody events of a package record, as this node has them."""
    record = node.store.package(seal) if isinstance(seal, str) else None
    if record is None:
        return frozenset()
    events = (parse_event(one.event) for one in node.store.events_of(record.bag))
    return frozenset[str]().union(*map(recorded_tombstones, events))
