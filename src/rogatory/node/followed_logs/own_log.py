# SPDX-License-Identifier: Apache-2.0
"""A node's own log computed again, whole, from the rows of its store."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rogatory.custody import refusals as custody_refusals
from rogatory.custody.events.event import parse_event
from rogatory.custody.log import tree
from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint, verify_checkpoint
from rogatory.custody.log.commitment import commitment
from rogatory.custody.log.epoch import opening_entry, parse_origin
from rogatory.custody.log.recompute import MOST_REASONS, Recomputed, recompute
from rogatory.custody.log.tiles import TileId
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, RogatoryError, refuse_if_any
from rogatory.evidence.checks import Check, Checklist, Title
from rogatory.node.context import Node
from rogatory.node.directory.directory_signature import verify_listed
from rogatory.node.followed_logs import refusals
from rogatory.node.followed_logs.follow import vkeys_of
from rogatory.node.repositories.custody_log import LoggedEvent
from rogatory.node.threads.receipt import LogEntry, parse_receipt
from rogatory.seal.notes import parse_note
from rogatory.seal.signatures import Signatures
from rogatory.wire.words import N_

AT_ONCE = 256
"""Events held in memory at a time, eleven kilobytes each."""

EVENTS = Title("log-events", N_("Each entry is the commitment to the event kept for it"))
TILES = Title("log-tiles", N_("The tiles are those of the entries"))
CHECKPOINTS = Title("log-checkpoints", N_("Each signed checkpoint has the root of the entries"))
OPENINGS = Title("log-openings", N_("Each epoch begins with the last checkpoint of the one before"))
SIGNATURES = Title("log-signatures", N_("Each event is signed by the authority it names"))
RECEIPTS = Title("log-receipts", N_("Each receipt issued names its entry"))


@dataclass(frozen=True, slots=True)
class OwnLog:
    """The result: the checks, and the number of entries looked at."""

    origin: str
    epochs: int
    size: int
    root: str
    events: int
    checkpoints: int
    receipts: int
    checks: tuple[Check, ...]


@dataclass(slots=True)
class _Found:
    """The findings of the walk over the events and receipts, by check."""

    report: Callable[[int], None]
    reasons: dict[str, list[Reason]] = field(default_factory=dict)
    events: int = 0
    checkpoints: int = 0
    receipts: int = 0

    def add(self, check: Title, reasons: Iterable[Reason]) -> None:
        found = self.reasons.setdefault(check.id, [])
        found.extend(list(reasons)[: max(0, MOST_REASONS - len(found))])


def _nobody(_read: int) -> None:
    """Hear how far it has come where nobody asked."""


def verify_own_log(
    node: Node, *, signatures: bool = True, report: Callable[[int], None] = _nobody
) -> OwnLog:
    """Compute every epoch of the node's own log again, and compare with all that it has published.

    1. Each leaf has its event, and is the commitment to it; leaf 0 of a later epoch is its opening.
    2. The stored tiles are those of the leaves.
    3. Each stored checkpoint is signed by the log's key and has the root of the leaves.
    4. Each later epoch begins with a checkpoint of the epoch before that is stored here.
    5. Each event is signed by the authority that it names (left out unless `signatures`).
    6. Each receipt that was given out names the leaf of its event.

    The progress callback receives from time to time the number of events read.

    It cannot show that the rows are those of yesterday. A forger who rewrote all of them and has
    the log's key is found by any holder of an older checkpoint: a witness, a receipt.
    """
    found, view = _Found(report), node.register.view()
    epochs, last = node.store.log_epoch(), Recomputed()
    for epoch in range(1, epochs + 1):
        last = _verify_epoch(node, view, epoch, found, signatures=signatures)
    _verify_receipts(node, found)
    titles = [EVENTS, TILES, CHECKPOINTS, OPENINGS, RECEIPTS]
    checks = Checklist()
    for title in titles[:4] + ([SIGNATURES] if signatures else []) + titles[4:]:
        checks.run(title, lambda title=title: _outcome(found, title))  # type: ignore[misc]
    return OwnLog(
        origin=node.log_origin,
        epochs=epochs,
        size=last.tree.size,
        events=found.events,
        checkpoints=found.checkpoints,
        receipts=found.receipts,
        root=last.tree.root().hex(),
        checks=tuple(checks.checks),
    )


def _outcome(found: _Found, title: Title) -> None:
    refuse_if_any(found.reasons.get(title.id, ()))


def _verify_epoch(
    node: Node, view: DirectoryView, epoch: int, found: _Found, *, signatures: bool
) -> Recomputed:
    origin = _origin(node, epoch)
    notes = _notes(node, view, epoch, origin, found)
    leaves = _leaves(node, view, epoch, found, signatures=signatures)
    result = recompute(
        leaves,
        lambda tile: node.store.read_tile(tile.level, tile.index, tile.width, epoch),
        notes,
    )
    found.add(TILES, result.tiles)
    found.add(CHECKPOINTS, result.checkpoints)
    found.checkpoints += result.compared
    if result.tree != node.store.log_tree(node.store.log_size(epoch), epoch):
        head = TileId(0, result.tree.size // AT_ONCE, 1)
        found.add(TILES, [custody_refusals.TILE_NOT_OF_ENTRIES.because(path=head.path())])
    return result


def _origin(node: Node, epoch: int) -> str:
    current = parse_origin(node.log_origin)
    return str(type(current)(current.network, current.state, epoch))


def _notes(
    node: Node, view: DirectoryView, epoch: int, origin: str, found: _Found
) -> Iterator[Checkpoint]:
    """Yield the stored checkpoints by size, each after its signature was looked at."""
    vkeys, after = vkeys_of(view, parse_origin(origin)), -1
    while page := node.store.checkpoints_since(after + 1, AT_ONCE, epoch):
        for size, note in page:
            after = size
            try:
                signed = verify_checkpoint(note, origin=origin, vkeys=vkeys)
            except Refused as error:
                found.add(CHECKPOINTS, error.reasons)
                continue
            if signed.checkpoint.size != size:
                fields = {"found": str(signed.checkpoint.size), "size": str(size)}
                found.add(CHECKPOINTS, [refusals.CHECKPOINT_OF_OTHER_SIZE.because(fields)])
                continue
            yield signed.checkpoint


def _leaves(
    node: Node, view: DirectoryView, epoch: int, found: _Found, *, signatures: bool
) -> Iterator[bytes]:
    """Yield the leaf hashes of the events as they are kept, the opening first where there is one."""
    index = 0
    if epoch > 1:
        yield _opening(node, epoch, found)
        index = 1
    while page := node.store.events_since(index, AT_ONCE, epoch):
        for logged in page:
            if logged.index != index:
                reason = custody_refusals.ENTRY_WITHOUT_EVENT.because(index=str(index))
                found.add(EVENTS, [reason])
                return
            found.add(EVENTS, _event_reasons(node, logged))
            if signatures:
                found.add(SIGNATURES, _signature_reasons(view, logged))
            found.events += 1
            yield tree.leaf_hash(commitment(logged.salt, logged.event))
            index += 1
        found.report(found.events)


def _event_reasons(node: Node, logged: LoggedEvent) -> Iterator[Reason]:
    if commitment(logged.salt, logged.event).hex() != logged.commitment:
        yield custody_refusals.ENTRY_NOT_OF_EVENT.because(index=str(logged.index))
    try:
        event = parse_event(logged.event)
    except Refused as error:
        yield from error.reasons
        return
    if event.network not in {None, node.network}:
        yield custody_refusals.PROOF_NETWORK.because(origin=node.log_origin)


def _signature_reasons(view: DirectoryView, logged: LoggedEvent) -> Sequence[Reason]:
    """Return the faults of an event's signatures.

    The node checked them when it logged the event; this finds rows that were altered since.
    """
    try:
        authority = str(parse_event(logged.event).authority)
        verify_listed(
            view,
            logged.event,
            Signatures(logged.p256, logged.mldsa65),
            holder=authority,
            use="authority",
            at=logged.logged,
        )
    except RogatoryError as error:
        return (refusals.LOGGED_EVENT.because(index=str(logged.index)), *error.reasons)
    return ()


def _opening(node: Node, epoch: int, found: _Found) -> bytes:
    """Return leaf 0 of a later epoch, if it commits to a checkpoint of the one before that is here."""
    origin, leaf = parse_origin(_origin(node, epoch)), node.store.read_tile(0, 0, 1, epoch)
    known = stored_checkpoints(node, epoch - 1)
    if not any(tree.leaf_hash(opening_entry(origin, last)) == leaf for last in known):
        found.add(OPENINGS, [custody_refusals.OPENING_OTHER.because(origin=str(origin))])
    return leaf


def stored_checkpoints(node: Node, epoch: int) -> Iterator[Checkpoint]:
    """Yield every stored checkpoint of an epoch by its size; nobody's signature is verified."""
    after = -1
    while page := node.store.checkpoints_since(after + 1, AT_ONCE, epoch):
        for size, note in page:
            after = size
            yield parse_checkpoint(parse_note(note).text)


def _verify_receipts(node: Node, found: _Found) -> None:
    after = 0
    while page := node.store.receipts_given(after, AT_ONCE):
        for number, data in page:
            after = number
            try:
                receipt = parse_receipt(data)
                if receipt.log is not None:
                    found.receipts += 1
                    found.add(RECEIPTS, _receipt_reasons(node, receipt.message, receipt.log))
            except Refused as error:
                found.add(RECEIPTS, error.reasons)


def _receipt_reasons(node: Node, message: str, entry: LogEntry) -> Iterator[Reason]:
    epoch = parse_origin(entry.origin).epoch
    (logged,) = node.store.events_since(entry.index, 1, epoch) or (None,)
    commitment_of = (entry.index, entry.commitment, entry.salt)
    if logged is None or (logged.index, logged.commitment, logged.salt.hex()) != commitment_of:
        yield refusals.RECEIPT_NOT_LOGGED.because(message=message, index=str(entry.index))
