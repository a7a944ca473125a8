# SPDX-License-Identifier: Apache-2.0
"""Looking in another State's log for the entries that its receipts promise."""

import dataclasses
from dataclasses import dataclass

from rogatory.custody import refusals as custody_refusals
from rogatory.custody.log import tree
from rogatory.custody.log.checkpoint import Checkpoint, verify_checkpoint
from rogatory.custody.log.epoch import LogOrigin, parse_origin
from rogatory.custody.log.tiles import inclusion, node_reader
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.followed_logs import refusals as log_refusals
from rogatory.node.followed_logs.follow import (
    Followed,
    kept_checkpoint,
    origins_of,
    refuse_inconsistent,
    vkeys_of,
)
from rogatory.node.followed_logs.report_violation import contradiction, report_violation
from rogatory.node.misbehaviour.unlogged import Unlogged, build_unlogged
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.repositories.followed_logs import FollowedLog, SoughtReceipt
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.threads import dispatch_refusals
from rogatory.node.threads.receipt import LogEntry, parse_receipt
from rogatory.seal.signatures import Signatures
from rogatory.wire.moments import format_moment
from rogatory.wire.words import P_, Statement

MOST_AT_ONCE = 200
"""Receipts looked for in one round: a State that was away for a month must not hold up the beat."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """A receipt that is looked for, and in what."""

    message: StoredMessage
    entry: LogEntry
    now: Checkpoint


def seek_receipts(node: Node, state: str, rounds: dict[str, Followed]) -> int:
    """Look for receipts of a State in the epochs of its log that were followed in this round.

    Of each receipt must hold:
      1. Its checkpoint is signed by a key that the directory lists for the log, and covers its entry.
      2. That checkpoint is the beginning of the one that was followed.
      3. Its commitment is at its index there.

    One that names an epoch which did not answer, or an entry that no published checkpoint reaches
    yet, waits; a human is alerted when it has waited longer than the settings allow. One that names
    a log which the directory does not list for the State is found nowhere. Returns how many were
    found.
    """
    listed = {str(origin) for origin in origins_of(node.register.view(), state)}
    found = 0
    for message in node.store.receipts_to_seek(state, MOST_AT_ONCE):
        assert message.receipt is not None
        receipt = parse_receipt(message.receipt)
        if receipt.log is None:
            continue
        origin, followed = receipt.log.origin, rounds.get(receipt.log.origin)
        now = kept_checkpoint(followed.log) if followed is not None else None
        outcome = SoughtReceipt(message.digest, state, origin, receipt.log.index, node.clock.now())
        if origin not in listed:
            outcome = dataclasses.replace(outcome, problem=_unlisted(node, state, origin))
        elif followed is None or followed.tree is None or now is None:
            outcome = dataclasses.replace(outcome, waits=True)
        else:
            outcome = _seek(node, followed, _Sought(message, receipt.log, now), outcome)
        with node.store.transaction():
            node.store.put_sought_receipt(outcome)
        found += outcome.is_found
    return found


def _unlisted(node: Node, state: str, origin: str) -> Statement:
    """Return the verdict on a receipt that names a log that nobody can follow: so it proves
    nothing, and somebody must ask.
    """
    reason = custody_refusals.LOG_UNKNOWN.because(origin=ascii(origin)[:120])
    found = Statement(reason)
    why = alert_codes.LOG_UNLISTED.because(state=state, problem=found)
    page(node, f"log/{state}/{reason.code.id}", why, at=node.clock.now(), thread=None)
    return found


def _seek(node: Node, followed: Followed, sought: _Sought, outcome: SoughtReceipt) -> SoughtReceipt:
    entry, now = sought.entry, sought.now
    try:
        before = _signed(node, parse_origin(entry.origin), entry)  # 1
        if max(before.size, entry.index + 1) > now.size:
            _wait(node, followed, sought)
            return dataclasses.replace(outcome, waits=True)
        _refuse_other_beginning(node, followed, sought, before)  # 2
        _refuse_absent(node, followed, sought)  # 3
    except Refused as error:
        return dataclasses.replace(outcome, problem=Statement(error.reasons))
    return outcome


def _signed(node: Node, origin: LogOrigin, entry: LogEntry) -> Checkpoint:
    vkeys = vkeys_of(node.register.view(), origin)
    before = verify_checkpoint(entry.checkpoint, origin=entry.origin, vkeys=vkeys).checkpoint
    if entry.index >= before.size:
        raise Refused(
            dispatch_refusals.RECEIPT_MALFORMED.because(
                problem=P_("its checkpoint does not cover its entry")
            )
        )
    return before


def _wait(node: Node, followed: Followed, sought: _Sought) -> None:
    """Wait for what is not published yet. Rhythm allows that for minutes, and no log for hours."""
    patience, message = node.settings.log_patience, sought.message
    if node.clock.now() - message.at > patience:
        reason = log_refusals.RECEIPT_WITHHELD.because(
            state=followed.log.state,
            message=message.digest,
            index=str(sought.entry.index),
            since=format_moment(message.at),
        )
        report_violation(node, followed.log, Refused(reason), proof=None)


def _refuse_other_beginning(
    node: Node, followed: Followed, sought: _Sought, before: Checkpoint
) -> None:
    assert followed.tree is not None
    try:
        refuse_inconsistent(before, sought.now, followed.tree, followed.read_tile)
    except Refused as error:
        note = _note(followed.log)
        proof = contradiction(sought.entry.checkpoint, note, followed.read_tile)
        report_violation(node, followed.log, error, proof=proof)
        raise


def _refuse_absent(node: Node, followed: Followed, sought: _Sought) -> None:
    entry, now = sought.entry, sought.now
    assert followed.tree is not None
    path = inclusion(entry.index, followed.tree, followed.read_tile)
    leaf = tree.leaf_hash(bytes.fromhex(entry.commitment))
    try:
        tree.verify_inclusion(leaf, entry.index, now.size, path, now.root)
    except Refused as error:
        reason = log_refusals.RECEIPT_NOT_IN_LOG.because(
            state=followed.log.state, message=sought.message.digest, index=str(entry.index)
        )
        refused = Refused(reason)
        report_violation(node, followed.log, refused, proof=_proof(followed, sought, path))
        raise refused from error


def _proof(followed: Followed, sought: _Sought, path: list[bytes]) -> bytes:
    """Return the file that shows another entry in the place of the receipt's."""
    message, now = sought.message, sought.now
    assert message.receipt is not None
    assert message.receipt_p256 is not None
    return build_unlogged(
        Unlogged(
            receipt=message.receipt,
            signatures=Signatures(message.receipt_p256, message.receipt_mldsa65),
            checkpoint=_note(followed.log),
            leaf=node_reader(now.size, followed.read_tile)(0, sought.entry.index),
            path=tuple(path),
        )
    )


def _note(log: FollowedLog) -> str:
    assert log.note is not None
    return log.note
