# SPDX-License-Identifier: Apache-2.0
"""A node's own log as files that any C2SP program reads, one folder an epoch.

    <epoch>/checkpoint              the newest published checkpoint
    <epoch>/vkey                    the key it verifies under, to be compared with the directory's
    <epoch>/tile/<level>/<index>    the tiles that it covers
    <epoch>/tile/entries/<index>    the entries: 32 bytes each, salted commitments
    <epoch>/events.jsonl            on request: the events with their salts and signatures

All but the last reveals nothing about any event to a reader without the salts. The events are the
State's own.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rogatory.custody.log.bundles import bundle_path, write_entry_bundle
from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint
from rogatory.custody.log.commitment import commitment
from rogatory.custody.log.epoch import LogOrigin, opening_entry, parse_origin
from rogatory.custody.log.tiles import TILE_WIDTH, tiles_of
from rogatory.custody.log.tree import leaf_hash
from rogatory.disk import PartialFolder, faults_at
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.custody_log import custody_refusals
from rogatory.node.custody_log.log import publish_checkpoint, published
from rogatory.node.followed_logs.own_log import stored_checkpoints
from rogatory.node.repositories.custody_log import LoggedEvent
from rogatory.seal.notes import parse_note
from rogatory.wire import canonical
from rogatory.wire.moments import format_moment

EVENTS_FILE = "events.jsonl"
CHECKPOINT_FILE = "checkpoint"
VKEY_FILE = "vkey"


@dataclass(frozen=True, slots=True)
class ExportedEpoch:
    """The export of an epoch. `entries` is False where its entries are not kept here."""

    origin: str
    size: int
    root: str
    tiles: int
    entries: bool
    events: int


def export_log(node: Node, target: Path, *, with_events: bool = False) -> list[ExportedEpoch]:
    """Write every epoch of the own log to a new folder, as of its published checkpoint.

    With events, only the folder's owner may enter it.
    """
    publish_checkpoint(node)
    current, written = parse_origin(node.log_origin), list[ExportedEpoch]()
    with PartialFolder(target, private=with_events, remove_leftover=True) as partial:
        for epoch in range(1, node.store.log_epoch() + 1):
            origin = LogOrigin(current.network, current.state, epoch)
            folder = Path(partial.path.decode()) / str(epoch)
            with faults_at(folder):
                written.append(_export(node, origin, folder, with_events=with_events))
    return written


def _export(node: Node, origin: LogOrigin, folder: Path, *, with_events: bool) -> ExportedEpoch:
    note = _newest_covered(node, origin.epoch)
    checkpoint = parse_checkpoint(parse_note(note).text)
    _write(folder / CHECKPOINT_FILE, note.encode())
    vkeys = node.register.view().log_vkeys(str(origin))
    _write(folder / VKEY_FILE, "".join(f"{vkey}\n" for vkey in vkeys).encode())
    tiles = tiles_of(checkpoint.size)
    for tile in tiles:
        data = node.store.read_tile(tile.level, tile.index, tile.width, origin.epoch)
        _write(folder / tile.path(), data)
    entries = _write_entries(node, origin, checkpoint, folder)
    events = _write_events(node, origin, checkpoint, folder) if with_events else 0
    root = checkpoint.root.hex()
    return ExportedEpoch(str(origin), checkpoint.size, root, len(tiles), entries, events)


def _newest_covered(node: Node, epoch: int) -> str:
    """Return the newest checkpoint whose entries are all here: after a restore, older ones than
    others know may be. Refuses an epoch that has none.
    """
    size, found = node.store.log_size(epoch), published(node, epoch)
    if parse_checkpoint(parse_note(found).text).size <= size:
        return found
    covered = [one.size for one in stored_checkpoints(node, epoch) if one.size <= size]
    note = node.store.checkpoint(max(covered), epoch) if covered else None
    if note is None:
        raise Refused(custody_refusals.TILE_UNKNOWN.because())
    return note


def _write_entries(node: Node, origin: LogOrigin, checkpoint: Checkpoint, folder: Path) -> bool:
    """Write the entries in bundles, unless the epoch's opening is of a checkpoint that is not here."""
    opening = _opening(node, origin) if origin.epoch > 1 else []
    if opening is None:
        return False
    bundle, index = list(opening), 0
    for logged in _events(node, origin.epoch, checkpoint.size):
        bundle.append(commitment(logged.salt, logged.event))
        if len(bundle) == TILE_WIDTH:
            _write(folder / bundle_path(index), write_entry_bundle(bundle))
            bundle, index = [], index + 1
    if bundle:
        _write(folder / bundle_path(index, len(bundle)), write_entry_bundle(bundle))
    return True


def _opening(node: Node, origin: LogOrigin) -> list[bytes] | None:
    """Return the entry at leaf 0, made again from the checkpoint of the epoch before that it
    commits to.
    """
    leaf = node.store.read_tile(0, 0, 1, origin.epoch)
    for last in stored_checkpoints(node, origin.epoch - 1):
        entry = opening_entry(origin, last)
        if leaf_hash(entry) == leaf:
            return [entry]
    return None


def _write_events(node: Node, origin: LogOrigin, checkpoint: Checkpoint, folder: Path) -> int:
    count = 0
    with (folder / EVENTS_FILE).open("wb") as lines:
        for logged in _events(node, origin.epoch, checkpoint.size):
            lines.write(event_line(logged) + b"\n")
            count += 1
    return count


def event_line(logged: LoggedEvent) -> bytes:
    mldsa65 = logged.mldsa65
    return canonical.encode(
        {
            "index": logged.index,
            "event": base64.b64encode(logged.event).decode(),
            "salt": logged.salt.hex(),
            "p256": base64.b64encode(logged.p256).decode(),
            "mldsa65": None if mldsa65 is None else base64.b64encode(mldsa65).decode(),
            "logged": format_moment(logged.logged),
        }
    )


def _events(node: Node, epoch: int, size: int) -> Iterator[LoggedEvent]:
    index = 0
    while page := node.store.events_since(index, TILE_WIDTH, epoch):
        for logged in page:
            if logged.index >= size:
                return
            index = logged.index + 1
            yield logged


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
