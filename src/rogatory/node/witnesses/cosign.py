# SPDX-License-Identifier: Apache-2.0
"""This node as a witness: a peer shows its log's checkpoint and asks for a cosignature.

Order of writes. The checkpoint seen is persisted, in one transaction that compares it with what was
judged, and only then is anything signed. A witness that is killed between the two has promised
nothing: the log asks again, is given the size, and gets its cosignature. A witness that is killed
after signing is committed to what is persisted. The lines are kept afterwards, for those who want
to see them.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rogatory.custody.events.act_codes import act
from rogatory.custody.log.checkpoint import Checkpoint, with_cosignatures
from rogatory.custody.log.epoch import LogOrigin, parse_origin
from rogatory.custody.log.tree import EMPTY_ROOT
from rogatory.custody.log.witness import (
    NotCosignedError,
    SeenCheckpoint,
    Verdict,
    judge_request,
    parse_add_checkpoint,
)
from rogatory.errors import Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.misbehaviour.accuse import accuse
from rogatory.node.misbehaviour.kinds import is_forked
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.witnesses import WitnessAnswer, WitnessedLog
from rogatory.node.witnesses import refusals
from rogatory.node.witnesses.alarm import alarm
from rogatory.node.witnesses.high_water import refuse_unmarked
from rogatory.wire import canonical
from rogatory.wire.digests import sha256

_log = logging.getLogger(__name__)

ATTEMPTS = 3
"""How often a request is judged anew when another one of the same log was quicker."""


def add_checkpoint(node: Node, peer: str, body: bytes) -> WitnessAnswer:
    """Return the answer to a peer that asks for a cosignature on its own log (C2SP tlog-witness)."""
    try:
        lines = _cosigned(node, peer, body)
    except NotCosignedError as error:
        _log.info("not cosigned for %s: %s", peer, error)
        if error.misbehaviour is not None:
            accuse(node, error.misbehaviour)
        elif error.alarm:
            alarm(node, peer, error)
        return _refusal(error)
    return WitnessAnswer(Verdict.COSIGN.value, lines.encode())


def last_cosigned(node: Node, log: str) -> str | None:
    """Return the newest checkpoint of a log that this node cosigned, with its lines, for the
    monitors of that log; `log` is the SHA-256 of its origin. None if it cosigned none.
    """
    view = node.register.view()
    for state in view.states:
        origins = {one.origin for one in view.entry(state).logs}
        if any(sha256(origin.encode()) == log for origin in origins):
            for record in node.store.witnessed(state):
                if record.note is not None and sha256(record.origin.encode()) == log:
                    return record.note
    return None


def accept_epoch(node: Node, state: str, epoch: int, *, officer: str, reason: str) -> WitnessedLog:
    """Accept a new epoch of a State's log from its beginning, by an officer's decision.

    For when a peer lost the end of its log that this node had cosigned, and its officers have
    explained it: what it lost stays lost, and what was cosigned stays provable here.

    This node's own log records the decision.

    Raises:
        Refused: the officer may not, the epoch is not listed, or not after the newest one seen.
    """
    now = node.clock.now()
    refuse_if_any(
        officer_reasons(node.register.view(), officer, None, Permission.ACCEPT_EPOCH, now)
    )
    origin = str(LogOrigin(node.network, state, epoch))
    if not _keys(node, state, origin):
        raise Refused(refusals.EPOCH_UNLISTED.because(origin=origin))
    seen = node.store.witnessed(state)
    if seen and seen[-1].epoch >= epoch:
        raise Refused(refusals.EPOCH_SEEN.because(state=state, epoch=seen[-1].epoch))
    event = own_event(
        node,
        act("epoch-accepted", log=origin),
        of=sha256(origin.encode()),
        authority=_authority_of(node, officer),
        words=reason,
        at=now,
        officer=officer,
    )
    empty = WitnessedLog(state, epoch, origin, 0, EMPTY_ROOT, None, now)
    with node.store.transaction():
        if not node.store.put_witnessed(empty, seen=None):
            raise Refused(refusals.EPOCH_SEEN.because(state=state, epoch=epoch))
        event.append(node)
    return empty


def _authority_of(node: Node, officer: str) -> str:
    """Return the officer's first authority that the register names."""
    return node.register.view().officer(officer, node.clock.now()).authorities[0]


def _cosigned(node: Node, peer: str, body: bytes) -> str:
    if not node.signer.cosigns:
        raise NotCosignedError(
            Verdict.UNKNOWN_LOG, refusals.WITNESS_KEYLESS.because(state=node.state)
        )
    for _attempt in range(ATTEMPTS):
        seen = {record.epoch: record for record in node.store.witnessed(peer)}
        checkpoint = judge_request(
            body,
            keys=lambda origin: _keys(node, peer, origin),
            seen={epoch: _seen(one) for epoch, one in seen.items()},
        )
        _refuse_convicted(node, peer, parse_origin(checkpoint.origin), seen)
        refuse_unmarked(node, peer, checkpoint.origin)
        record = WitnessedLog(
            state=peer,
            epoch=parse_origin(checkpoint.origin).epoch,
            origin=checkpoint.origin,
            size=checkpoint.size,
            root=checkpoint.root,
            note=parse_add_checkpoint(body).note,
            at=node.clock.now(),
        )
        before = seen.get(record.epoch)
        with node.store.transaction():
            size = None if before is None else before.size
            persisted = node.store.put_witnessed(record, seen=size)
        if persisted:
            return _signed(node, checkpoint, record)
    raise NotCosignedError(
        Verdict.OTHER_SIZE,
        refusals.WITNESS_BUSY.because(state=peer),
        size=node.store.witnessed(peer)[-1].size,
    )


def _refuse_convicted(
    node: Node, peer: str, origin: LogOrigin, seen: Mapping[int, WitnessedLog]
) -> None:
    """Refuse a log that is proved to have two histories, also where this witness saw one alone.

    Nor does it follow by itself into the epoch after: which history that one continues is for its
    officers to judge (`accept_epoch`).
    """
    proofs = node.store.accusations(peer)
    before = LogOrigin(origin.network, origin.state, origin.epoch - 1)
    judged = [origin] if origin.epoch in seen else [origin, before]
    for one in judged:
        if is_forked(proofs, str(one)):
            reason = refusals.LOG_CONVICTED.because(origin=str(one), state=peer)
            raise NotCosignedError(Verdict.INCONSISTENT, reason)


def _signed(node: Node, checkpoint: Checkpoint, record: WitnessedLog) -> str:
    signatures = node.signer.cosign(checkpoint, node.clock.now())
    kept = replace(record, note=with_cosignatures(record.note or "", signatures))
    with node.store.transaction():
        node.store.put_witnessed(kept, seen=record.size)
    return "".join(one.line() for one in signatures)


def _keys(node: Node, peer: str, origin: str) -> Sequence[str]:
    """Return the keys that the directory lists for a log of the peer, in force now; none for
    another's.
    """
    now = node.clock.now()
    try:
        entry = node.register.view().entry(peer)
    except Refused:
        return ()
    return tuple(
        vkey
        for record in entry.logs
        if record.origin == origin and record.period.covers(now) and _is_of(node, peer, origin)
        for vkey in record.vkeys
    )


def _is_of(node: Node, peer: str, origin: str) -> bool:
    log = parse_origin(origin)
    return (log.network, log.state) == (node.network, peer)


def _seen(record: WitnessedLog) -> SeenCheckpoint:
    return SeenCheckpoint(Checkpoint(record.origin, record.size, record.root), record.note)


def _refusal(error: NotCosignedError) -> WitnessAnswer:
    if error.verdict is Verdict.OTHER_SIZE:
        return WitnessAnswer(error.verdict.value, f"{error.size}\n".encode())
    codes = list(dict.fromkeys(error.codes))
    return WitnessAnswer(error.verdict.value, canonical.encode({"codes": codes}))
