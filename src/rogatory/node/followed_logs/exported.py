# SPDX-License-Identifier: Apache-2.0
"""An exported log, computed again: offline, by any recipient of the folder.

The folder is untrusted: every file is read within a limit, and nothing in it is believed but what
the checkpoint's key has signed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rogatory.custody import refusals as custody_refusals
from rogatory.custody.events.event import LARGEST_EVENT, Event, parse_event
from rogatory.custody.log import tree
from rogatory.custody.log.bundles import LARGEST_BUNDLE, bundle_path, parse_bundle
from rogatory.custody.log.checkpoint import (
    SignedCheckpoint,
    parse_checkpoint,
    read_base64,
    verify_checkpoint,
)
from rogatory.custody.log.commitment import SALT_SIZE, commitment
from rogatory.custody.log.epoch import LogOrigin, opening_entry, parse_origin
from rogatory.custody.log.recompute import MOST_REASONS, Recomputed, recompute
from rogatory.custody.log.tiles import TILE_WIDTH, TileId
from rogatory.custody.log.tombstone import parse_tombstone
from rogatory.custody.log.tree import HASH_SIZE
from rogatory.disk import read_file
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Check, Checklist, Title, Undecided
from rogatory.node.followed_logs.export import CHECKPOINT_FILE, EVENTS_FILE, VKEY_FILE
from rogatory.node.followed_logs.own_log import CHECKPOINTS, EVENTS, OPENINGS, TILES
from rogatory.seal.notes import LARGEST_NOTE, parse_note
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import N_

LONGEST_LINE = 64 * 1024
"""An event with both signatures has a third of it; a line without an end would fill the memory."""

EVENT_MEMBERS = frozenset({"event", "index", "logged", "mldsa65", "p256", "salt"})
TOMBSTONE_MEMBERS = frozenset({"index", "logged", "tombstone"})

SIGNED = Title("log-checkpoint-signed", N_("The checkpoint is signed by the log's key"))


LARGEST_VKEYS = 16 << 10
"""Two keys of a log, the larger of some two thousand bytes, and their names."""


@dataclass(frozen=True, slots=True)
class ExportedLog:
    """One epoch in a folder: what it claims, and what was found."""

    origin: str
    size: int
    root: str
    vkey: str
    checks: tuple[Check, ...]


def is_export(folder: Path) -> bool:
    """Decide whether a folder looks like an exported log, or like one epoch of it."""
    return bool(epochs_in(folder))


def epochs_in(folder: Path) -> list[Path]:
    """Return the folders of the epochs, in their order; or the folder itself, if it is one."""
    if (folder / CHECKPOINT_FILE).is_file():
        return [folder]
    found = [
        each
        for each in (folder.iterdir() if folder.is_dir() else ())
        if each.name.isascii() and each.name.isdigit() and (each / CHECKPOINT_FILE).is_file()
    ]
    return sorted(found, key=lambda each: int(each.name))


def verify_exported(folder: Path, vkeys: Sequence[str] = ()) -> list[ExportedLog]:
    """Compute every epoch in the folder again.

    1. The checkpoint is signed by the log's key: one of `vkeys`, which come from elsewhere (the
       directory); without them the key that lies in the folder, and then nobody is vouched for.
    2. The tiles are those of the entries.
    3. The checkpoint has the root of the entries.
    4. A later epoch begins with the checkpoint of the one before.
    5. Where the events are there, each entry is the commitment to its event.

    Raises:
        Refused: a file is missing or in no form that could be read.
    """
    found, before = list[ExportedLog](), None
    for epoch in epochs_in(folder):
        log, before = _verify(epoch, vkeys, before)
        found.append(log)
    return found


def _verify(
    folder: Path, vkeys: Sequence[str], before: SignedCheckpoint | None
) -> tuple[ExportedLog, SignedCheckpoint | None]:
    note = read_file(folder / CHECKPOINT_FILE, limit=LARGEST_NOTE)
    claimed = parse_checkpoint(parse_note(note).text)
    own = read_file(folder / VKEY_FILE, limit=LARGEST_VKEYS).decode(errors="replace").split()
    checks, reasons = Checklist(), list[Reason]()
    signed: list[SignedCheckpoint] = []

    def is_signed() -> str | None:
        keys = [key for key in vkeys if key.startswith(f"{claimed.origin}+")] or (
            [] if vkeys else own
        )
        signed.append(verify_checkpoint(note, origin=claimed.origin, vkeys=keys))
        return None if vkeys else f"by the folder's own key, {', '.join(own)}: compare it"

    checks.run(SIGNED, is_signed)  # 1
    result = recompute(
        _leaves(folder, claimed.size, reasons), lambda tile: _tile(folder, tile), [claimed]
    )
    checks.run(TILES, lambda: refuse_if_any([*reasons, *result.tiles]))  # 2
    checks.run(CHECKPOINTS, lambda: refuse_if_any(result.checkpoints))  # 3
    origin = parse_origin(claimed.origin)
    checks.run(OPENINGS, lambda: _check_opening(folder, origin, result, before))  # 4
    checks.run(EVENTS, lambda: _check_events(folder, origin, claimed.size))  # 5
    log = ExportedLog(
        claimed.origin, claimed.size, claimed.root.hex(), "\n".join(own), tuple(checks.checks)
    )
    return log, signed[0] if signed else None


def _leaves(folder: Path, size: int, reasons: list[Reason]) -> Iterator[bytes]:
    """Yield the leaf hashes of the entries in the bundles; ends where one cannot be read."""
    for index in range(-(-size // TILE_WIDTH)):
        try:
            entries = _bundle(folder, index, size)
        except Refused as error:
            reasons.extend(error.reasons)
            return
        yield from (tree.leaf_hash(entry) for entry in entries)


def _bundle(folder: Path, index: int, size: int) -> list[bytes]:
    width = min(TILE_WIDTH, size - index * TILE_WIDTH)
    path = bundle_path(index, width)
    return parse_bundle(read_file(folder / path, limit=LARGEST_BUNDLE), width, path)


def _tile(folder: Path, tile: TileId) -> bytes:
    return read_file(folder / tile.path(), limit=TILE_WIDTH * HASH_SIZE)


def _check_opening(
    folder: Path, origin: LogOrigin, result: Recomputed, before: SignedCheckpoint | None
) -> str | None:
    if origin.epoch == 1:
        return "the first epoch has none"
    if before is None or parse_origin(before.checkpoint.origin).next_epoch() != origin:
        raise Undecided("the epoch before is not in the folder", "anyone who has it")
    if not result.tree.size:
        raise Undecided("the log has no entry", "anyone with a later checkpoint")
    if _bundle(folder, 0, result.tree.size)[0] != opening_entry(origin, before.checkpoint):
        raise Refused(custody_refusals.OPENING_OTHER.because(origin=str(origin)))
    return None


def _check_events(folder: Path, origin: LogOrigin, size: int) -> str | None:
    path, reasons = folder / EVENTS_FILE, list[Reason]()
    if not path.exists():
        raise Undecided("the folder has no events", f"the operator of the node of {origin.state}")
    first = 1 if origin.epoch > 1 else 0
    index, entries = first, list[bytes]()
    with path.open("rb") as lines:
        while line := lines.readline(LONGEST_LINE + 1):
            if index >= size:
                reasons.append(custody_refusals.EXPORT_EVENT.because(line=index - first + 1))
                break
            if index % TILE_WIDTH == 0 or index == first:
                entries = _bundle(folder, index // TILE_WIDTH, size)
            reasons += _event_reasons(origin, line, index, entries[index % TILE_WIDTH])
            if len(reasons) >= MOST_REASONS:
                break
            index += 1
    if not reasons and index < size:
        reasons.append(custody_refusals.ENTRY_WITHOUT_EVENT.because(index=str(index)))
    refuse_if_any(reasons)
    return f"{index - first} events; their signatures are verified where the directory is"


def _event_reasons(origin: LogOrigin, line: bytes, index: int, entry: bytes) -> Iterator[Reason]:
    number = index - (1 if origin.epoch > 1 else 0) + 1
    try:
        document = canonical.decode_object(line.removesuffix(b"\n"), limit=LONGEST_LINE)
        if "tombstone" in document:
            yield from _tombstone_reasons(origin, document, index, entry)
            return
        _refuse_other_members(document, EVENT_MEMBERS)
        parse_moment(document["logged"])
        data, salt = _base64(document["event"]), _hex(document["salt"])
        _base64(document["p256"])
        if document["mldsa65"] is not None:
            _base64(document["mldsa65"])
        event: Event = parse_event(data)
    except (Refused, KeyError, ValueError):
        yield custody_refusals.EXPORT_EVENT.because(line=number)
        return
    if len(salt) != SALT_SIZE or len(data) > LARGEST_EVENT:
        yield custody_refusals.EXPORT_EVENT.because(line=number)
    elif not _is_place(document["index"], index) or commitment(salt, data) != entry:
        yield custody_refusals.ENTRY_NOT_OF_EVENT.because(index=str(index))
    elif event.network not in {None, origin.network}:
        yield custody_refusals.PROOF_NETWORK.because(origin=str(origin))


def _tombstone_reasons(
    origin: LogOrigin, document: Mapping[str, Json], index: int, entry: bytes
) -> Iterator[Reason]:
    """Yield why the line of a destroyed event is not that of the entry; what it said is not asked.

    Raises:
        Refused, KeyError, ValueError: the line is in no form.
    """
    _refuse_other_members(document, TOMBSTONE_MEMBERS)
    parse_moment(document["logged"])
    found = parse_tombstone(_base64(document["tombstone"]))
    place = str(origin), index
    if (
        not _is_place(document["index"], index)
        or (found.log, found.index) != place
        or bytes.fromhex(found.commitment) != entry
    ):
        yield custody_refusals.ENTRY_NOT_OF_EVENT.because(index=str(index))


def _refuse_other_members(document: Mapping[str, Json], members: frozenset[str]) -> None:
    if document.keys() != members:
        raise KeyError("the line has other members")


def _is_place(value: Json, index: int) -> bool:
    """Decide whether a value is this index; `true` is no 1."""
    return type(value) is int and value == index


def _base64(value: Json) -> bytes:
    """Return the bytes of base64 in its one spelling: another one would make two files of one log."""
    found = read_base64(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("the value is not base64 in its one spelling")
    return found


def _hex(value: Json) -> bytes:
    """Return the bytes of hexadecimal digits in their one spelling."""
    found = bytes.fromhex(str(value))
    if found.hex() != value:
        raise ValueError("the value is not hexadecimal in its one spelling")
    return found
